import type Database from 'libsql';
import type { Collection } from '../port.js';

/** Look up collections on a connection. */
export function collectionReader(database: Database.Database): (embedding: string) => Collection | undefined {
  const statement = database.prepare('SELECT dimension, calibration FROM collections WHERE embedding = ?');
  return (embedding) => {
    const row = statement.get(embedding) as { dimension: number; calibration: string | null } | undefined;
    if (row === undefined) return undefined;
    const { dimension, calibration } = row;
    const knots = calibration === null ? undefined : (JSON.parse(calibration) as Collection['calibration']);
    return { embedding, dimension, ...(knots && { calibration: knots }) };
  };
}
