package io.foresnap.cli;

import io.foresnap.event.BackupRequest;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options that say of which partitions and as of which time a backup is wanted. */
final class WhatOptions {

    @Option(
            names = "--partitions",
            split = ",",
            paramLabel = "N",
            description = "Partition numbers, comma separated; all unless given.")
    List<Integer> partitions = List.of();

    @Option(
            names = "--target-time",
            converter = TargetTime.class,
            defaultValue = "latest",
            paramLabel = "TIME",
            description =
                    "ISO-8601 with offset, epoch ms, or latest (default): the newest time that"
                            + " everything asked for can serve.")
    long targetTimeMs = BackupRequest.LATEST;

    /** The partitions, each once, in order; a negative number is wrong usage. */
    List<Integer> checkedPartitions(CommandLine command) {
        for (int partition : partitions) {
            if (partition < 0) {
                throw new ParameterException(
                        command, "--partitions has a negative number: " + partition);
            }
        }
        return partitions.stream().distinct().sorted().toList();
    }
}
