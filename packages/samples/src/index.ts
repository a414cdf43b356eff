export { sampleDataFile } from './data-file.js';
export { picturesDirectory, type SampleLook, type SampleProduct, sampleLooks, sampleProducts } from './samples.js';
