package io.foresnap.local.demo.workload;

/**
 * A table of a workload.
 *
 * @param name table id
 * @param partitions how many partitions it has
 * @param rows about how many rows it has
 * @param changesPerHour about how many row changes an hour of the workload's time brings
 * @param seed makes its rows and changes
 */
public record TableSpec(
        String name, TableKind kind, int partitions, int rows, double changesPerHour, long seed) {}
