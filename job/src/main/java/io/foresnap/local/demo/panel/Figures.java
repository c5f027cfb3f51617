package io.foresnap.local.demo.panel;

import io.foresnap.local.demo.report.JobFigures;
import io.foresnap.local.demo.report.Latency;
import io.foresnap.local.demo.report.Scoreboard;

/**
 * What the panel shows at one moment.
 *
 * @param virtualMs the workload's time, epoch milliseconds
 * @param requests of the whole workload
 * @param verified backups found equal to the replay
 * @param modelType name of the model
 */
public record Figures(
        long virtualMs,
        int requests,
        int sent,
        Scoreboard.Totals totals,
        Latency hits,
        Latency misses,
        JobFigures job,
        String modelType,
        int verified,
        int mismatched) {}
