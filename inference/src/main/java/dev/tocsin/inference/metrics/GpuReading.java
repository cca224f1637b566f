package dev.tocsin.inference.metrics;

/**
 * What one GPU says of itself; NaN where it does not say.
 *
 * @param index its number, as the driver counts
 * @param utilization from 0 to 1
 * @param usedBytes memory in use, by anybody
 * @param totalBytes memory
 */
public record GpuReading(String index, double utilization, double usedBytes, double totalBytes) {}
