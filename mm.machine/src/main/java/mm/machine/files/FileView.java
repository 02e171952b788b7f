package mm.machine.files;

/** A mapping as its file sees it: from which page on, and how many. */
public interface FileView {
  /** The first page of the file that it shows; changes only while it is not among the mappings. */
  long offset();

  long pages();
}
