package dev.stayflow.local.manifests;

/**
 * One thing that is wrong in a manifest.
 *
 * @param file the file as it was named to the reader
 * @param line counted from 1
 * @param field the path of the field from the top of its document, such as {@code
 *     spec.delivery.retry}; empty for the document
 * @param message what is wrong and what would be right
 */
public record Problem(String file, int line, String field, String message) {
  @Override
  public String toString() {
    return file + ":" + line + ": " + (field.isEmpty() ? "" : field + ": ") + message;
  }
}
