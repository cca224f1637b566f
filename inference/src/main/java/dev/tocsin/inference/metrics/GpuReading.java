package dev.tocsin.inference.metrics;

/**
 * The values that one GPU reports; NaN for those that it does not support.
 *
 * @param index its number, as the driver counts
 * @param utilization from 0 to 1
 * @param usedBytes memory in use, by all processes
 * @param totalBytes the size of its memory
 */
public record GpuReading(String index, double utilization, double usedBytes, double totalBytes) {}
