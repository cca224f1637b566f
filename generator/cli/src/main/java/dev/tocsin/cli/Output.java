package dev.tocsin.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * What a command prints, in UTF-8. Java's writers keep failures to themselves; a command whose
 * output is lost, because the disk is full or the reader has gone, must not end with 0.
 */
final class Output extends OutputStream {
  private static final int BUFFER = 1 << 13;

  private final String name;
  private final OutputStream target;
  private final byte[] buffer = new byte[BUFFER];
  private int count;
  private String failure = "";

  Output(String name, OutputStream target) {
    this.name = name;
    this.target = target;
  }

  static Output standard() {
    return new Output("standard output", new FileOutputStream(FileDescriptor.out));
  }

  static Output standardError() {
    return new Output("standard error", new FileOutputStream(FileDescriptor.err));
  }

  /** A writer to it that flushes with each line if {@code autoFlush} is set. */
  PrintWriter writer(boolean autoFlush) {
    return new PrintWriter(new OutputStreamWriter(this, StandardCharsets.UTF_8), autoFlush);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    for (int done = 0; done < length; ) {
      int part = Math.min(length - done, BUFFER - count);
      System.arraycopy(bytes, offset + done, buffer, count, part);
      count += part;
      done += part;
      if (count == BUFFER) {
        flush();
      }
    }
  }

  @Override
  public void flush() throws IOException {
    int length = count;
    count = 0;
    if (!failure.isEmpty()) {
      throw new IOException(failure);
    }
    try {
      target.write(buffer, 0, length);
      target.flush();
    } catch (IOException e) {
      failure = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw e;
    }
  }

  /** Why not all of it could be written, for a person; empty when it was. */
  String failure() {
    return failure.isEmpty() ? "" : "cannot write to " + name + ": " + failure;
  }

  /**
   * The code that the process ends with: a command that went well, and whose output is not all
   * there, did not go well. Says why where it still can.
   */
  static int exitCode(int code, Output out, Output err) {
    PrintWriter complaints = err.writer(true);
    if (!out.failure.isEmpty()) {
      complaints.println("tocsin: " + out.failure());
    }
    boolean lost = !out.failure.isEmpty() || !err.failure.isEmpty();
    return lost && code == Tocsin.DONE ? Tocsin.PROBLEMS : code;
  }
}
