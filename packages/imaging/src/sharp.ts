import sharp from 'sharp';

/**
 * The one way to the picture library in this process: every loader is blocked but those of the contract's formats from
 * memory, so that no SVG, PDF or the like is ever interpreted (rule 7.1).
 */
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadNsgifBuffer'],
});
// Pictures differ, so a cache of operations would only hold memory.
sharp.cache(false);

export { sharp };
