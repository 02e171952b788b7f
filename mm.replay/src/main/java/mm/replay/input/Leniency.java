package mm.replay.input;

/** What a format does about arguments that it should not have. */
interface Leniency {
  /** Refuses everything; for the formats that have a grammar. */
  Leniency NONE =
      new Leniency() {
        @Override
        public long unknownName(Cursor cursor, String name) throws BadRecordingException {
          throw cursor.bad("unknown flag " + Excerpt.of(name));
        }

        @Override
        public CloneFlags missingFlags(Cursor cursor) throws BadRecordingException {
          throw cursor.expected("\"flags=\"");
        }
      };

  /** The number to take for a flag name that is not known. */
  long unknownName(Cursor cursor, String name) throws BadRecordingException;

  /** The flags to take for a clone without any. */
  CloneFlags missingFlags(Cursor cursor) throws BadRecordingException;
}
