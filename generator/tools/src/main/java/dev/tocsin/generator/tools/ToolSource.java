package dev.tocsin.generator.tools;

import java.nio.file.Path;

/** One way to come by the tools of a generation. */
interface ToolSource {

  /** The name in the pin table. */
  String id();

  /**
   * Brings all four tools of a generation.
   *
   * @param scratch an empty folder for downloads and unpacked files, removed afterwards
   * @throws ToolSourceRefusal if this machine or that server does not have them; the message says
   *     why and is one line
   */
  Delivery deliver(Generation generation, Path scratch) throws ToolSourceRefusal;
}
