package dev.tocsin.inference.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads and writes safetensors files: eight bytes of header length, a JSON header, the values.
 *
 * <p>Every length and offset is checked against the file before anything is mapped, so that a
 * damaged file gives a message and not a crash. The format: <a
 * href="https://huggingface.co/docs/safetensors/index#format">safetensors</a>.
 */
public final class SafeTensors {

  private static final long MAX_HEADER = 100_000_000;

  private SafeTensors() {}

  /** Maps all tensors of a file, in the order of its header. */
  public static Map<String, Weight> read(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      return read(file, channel);
    } catch (IOException e) {
      throw new ModelException(file + " cannot be read: " + e, e);
    }
  }

  private static Map<String, Weight> read(Path file, FileChannel channel) throws IOException {
    long size = channel.size();
    if (size < 8) {
      throw damaged(file, "it has " + size + " bytes, and a header alone takes more");
    }
    long headerLength = bytes(channel, 0, 8).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (headerLength < 2 || headerLength > MAX_HEADER || headerLength > size - 8) {
      throw damaged(
          file, "its header should take " + headerLength + " of the file's " + size + " bytes");
    }
    long dataStart = 8 + headerLength;
    JsonNode header = header(file, bytes(channel, 8, (int) headerLength));
    Map<String, Weight> weights = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : header.properties()) {
      String name = entry.getKey();
      if (name.equals("__metadata__")) {
        continue;
      }
      JsonNode tensor = entry.getValue();
      WeightType type = type(file, name, tensor.path("dtype").asText());
      long[] shape = numbers(file, name, tensor.path("shape"));
      long[] range = numbers(file, name, tensor.path("data_offsets"));
      if (range.length != 2 || range[0] > range[1] || range[1] > size - dataStart) {
        throw damaged(
            file,
            name
                + " lies at "
                + Arrays.toString(range)
                + ", outside the "
                + (size - dataStart)
                + " bytes of data");
      }
      long length = range[1] - range[0];
      if (length != valueBytes(shape, type)) {
        throw damaged(
            file, name + " has " + length + " bytes for " + type + Arrays.toString(shape));
      }
      if (length > Integer.MAX_VALUE) {
        throw new ModelException(
            file + ": " + name + " is larger than 2 GiB, which is not supported");
      }
      // Each tensor is mapped alone: one map can have 2 GiB at most.
      ByteBuffer map = channel.map(FileChannel.MapMode.READ_ONLY, dataStart + range[0], length);
      weights.put(name, new Weight(name, type, shape, map));
    }
    return weights;
  }

  private static JsonNode header(Path file, ByteBuffer bytes) {
    try {
      JsonNode header = Json.MAPPER.readTree(new String(bytes.array(), StandardCharsets.UTF_8));
      return Json.object(header, file + "'s header");
    } catch (JsonProcessingException e) {
      throw damaged(file, "its header is not JSON: " + e.getOriginalMessage());
    }
  }

  private static WeightType type(Path file, String name, String dtype) {
    for (WeightType type : WeightType.values()) {
      if (type.name().equals(dtype)) {
        return type;
      }
    }
    throw new ModelException(
        file + ": " + name + " is " + dtype + ", which is not supported, only F32, F16 and BF16");
  }

  private static long[] numbers(Path file, String name, JsonNode list) {
    long[] numbers = new long[list.size()];
    for (int i = 0; i < numbers.length; i++) {
      JsonNode number = list.get(i);
      if (!number.isIntegralNumber() || !number.canConvertToLong() || number.longValue() < 0) {
        throw damaged(file, name + " has " + number + " where a size or an offset should be");
      }
      numbers[i] = number.longValue();
    }
    return numbers;
  }

  private static long valueBytes(long[] shape, WeightType type) {
    long size = type.bytes();
    for (long dimension : shape) {
      size = dimension == 0 ? 0 : size > Long.MAX_VALUE / dimension ? -1 : size * dimension;
      if (size < 0) {
        return -1;
      }
    }
    return size;
  }

  private static ModelException damaged(Path file, String what) {
    return new ModelException(file + " is damaged: " + what + ". Download or copy it again.");
  }

  private static ByteBuffer bytes(FileChannel channel, long at, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, at + buffer.position()) < 0) {
        throw new EOFException("the file became shorter");
      }
    }
    return buffer.flip();
  }

  /** Writes tensors in the order given; whatever was there is replaced as a whole. */
  public static void write(Path file, List<Weight> weights) throws IOException {
    ObjectNode header = Json.MAPPER.createObjectNode();
    header.putObject("__metadata__").put("format", "pt");
    long offset = 0;
    for (Weight weight : weights) {
      ObjectNode tensor = header.putObject(weight.name());
      tensor.put("dtype", weight.type().name());
      ArrayNode shape = tensor.putArray("shape");
      Arrays.stream(weight.shape()).forEach(shape::add);
      long end = offset + weight.bytes().limit();
      tensor.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
    int padded = (json.length + 7) / 8 * 8;
    ByteBuffer start = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
    start.putLong(padded).put(json);
    while (start.hasRemaining()) {
      start.put((byte) ' ');
    }
    Path fresh = file.resolveSibling(file.getFileName() + ".tmp");
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      List<ByteBuffer> parts = new ArrayList<>();
      parts.add(start.flip());
      weights.forEach(w -> parts.add(w.bytes().duplicate().rewind()));
      for (ByteBuffer part : parts) {
        while (part.hasRemaining()) {
          channel.write(part);
        }
      }
    }
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
