// Types of the part of parquetjs-lite that is used here; the package has none.
declare module 'parquetjs-lite' {
  class ParquetSchema {
    constructor(fields: Record<string, object>);
  }
  class ParquetEnvelopeWriter {
    constructor(
      schema: ParquetSchema,
      write: (bytes: Uint8Array) => Promise<void>,
      close: () => Promise<void>,
      fileOffset: number,
      options: { pageIndex: boolean; useDataPageV2: boolean },
    );
    writeHeader(): Promise<void>;
    writeRowGroup(rowBuffer: unknown): Promise<void>;
    writeFooter(userMetadata: Record<string, string>): Promise<void>;
  }
  class ParquetWriter {
    constructor(schema: ParquetSchema, envelope: object, options: object);
    rowBuffer: unknown;
    close(): Promise<void>;
  }
  const parquetjs: {
    ParquetSchema: typeof ParquetSchema;
    ParquetEnvelopeWriter: typeof ParquetEnvelopeWriter;
    ParquetWriter: typeof ParquetWriter;
  };
  export default parquetjs;
}
