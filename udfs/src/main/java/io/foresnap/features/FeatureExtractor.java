package io.foresnap.features;

import static io.foresnap.features.Odds.log2;
import static io.foresnap.features.Odds.logit;

import io.foresnap.history.AccessRing;
import io.foresnap.history.ChangeDetector;
import io.foresnap.history.Interarrivals;
import io.foresnap.history.Occupancy;
import io.foresnap.history.PartitionHistory;
import io.foresnap.history.RequesterGaps;
import io.foresnap.history.Sign;
import io.foresnap.history.TableSigns;
import io.foresnap.history.WallClock;
import java.util.Arrays;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/** Makes the feature vector of a partition at a tick. Reused from call to call; not thread-safe. */
final class FeatureExtractor {

    private static final long HOUR_MS = 3_600_000;
    private static final int UNKNOWN = 8;
    private static final int NEVER_CHANGED = 10;

    private final long tickMs;
    private final long windowMs;
    private final long horizonMs;
    private final int hour;
    private final int weekday;
    private final long[] daysBeforeMs = new long[8];
    private final LagSearch lags = new LagSearch();
    private final ContextMatch context = new ContextMatch();
    private float[] values = new float[0];

    FeatureExtractor(TickTimes times, WallClock clock) {
        this.tickMs = times.tickMs();
        this.windowMs = times.windowMs();
        this.horizonMs = times.horizonMs();
        this.hour = clock.hourOf(tickMs + windowMs / 2);
        this.weekday = clock.weekdayOf(tickMs + windowMs / 2);
        for (int days = 0; days < daysBeforeMs.length; days++) {
            daysBeforeMs[days] = clock.daysBefore(tickMs, days);
        }
    }

    /**
     * The features of a partition that has been accessed before the tick and whose windows are
     * closed up to it.
     *
     * @param signs what requesters' habits let expect of the table
     * @param requesterMs when the newest access's requester was seen last, epoch milliseconds
     * @param siblings log-odds of the share of the table's other partitions in the newest window
     */
    float[] extract(
            PartitionHistory history,
            Activity activity,
            double siblings,
            TableSigns signs,
            long requesterMs) {
        values = new float[Feature.COUNT_OF];
        long ageMs = Math.max(1, tickMs - history.lastMs);
        set(Feature.AGE, log2((double) ageMs / windowMs));
        set(Feature.LIFE, log2((double) Math.max(1, tickMs - history.firstMs) / windowMs));
        set(Feature.COUNT, log2(history.count));
        shares(history.occupancy);
        // What a partition with few gaps is taken for: its share of windows.
        double prior = Odds.sigmoid(Feature.SHARE_32.of(values));
        hazards(history.interarrivals, ageMs, prior);
        gaps(history.ring, ageMs, prior);
        requester(RequesterGaps.unpacked(history.requesterGaps), ageMs, prior);
        set(Feature.REQUESTER_AGE, log2(Math.max(1.0, tickMs - requesterMs) / windowMs));
        set(Feature.CHANGED, changed(history.changes));
        requesters(history.ring);
        series(history.occupancy);
        calendar(history);
        set(Feature.ACTIVITY, activity.ofNewest());
        set(Feature.ACTIVITY_8, activity.ofRecent());
        set(Feature.SIBLINGS, siblings);
        expected(signs.strongest(history.lastMs, tickMs, horizonMs));
        return values;
    }

    private void shares(Occupancy occupancy) {
        for (int scale = 0; scale < Occupancy.SCALES; scale++) {
            double support = occupancy.support(scale);
            double hits = occupancy.share(scale) * support;
            values[Feature.SHARE_2.ordinal() + scale] = (float) logit(hits, support, 0.2, 0.5);
        }
        set(Feature.VOLUME_8, log2(occupancy.volume(1) + 1e-3));
        set(Feature.VOLUME_128, log2(occupancy.volume(3) + 1e-3));
    }

    private void hazards(Interarrivals gaps, long ageMs, double prior) {
        double survivors = gaps.survivors(ageMs);
        double arrivals = gaps.arrivals(ageMs, horizonMs);
        set(Feature.SURVIVORS, survivors);
        set(Feature.ARRIVALS, arrivals);
        set(Feature.HAZARD, logit(arrivals, survivors, prior, 2));
        double lifelong = gaps.lifelongArrivals(ageMs, horizonMs);
        set(Feature.HAZARD_LIFELONG, logit(lifelong, gaps.lifelongSurvivors(ageMs), prior, 2));
    }

    private void gaps(AccessRing ring, long ageMs, double prior) {
        long[] gaps = ring.gapsMs();
        // Without any gap the age itself is the best guess of one.
        long last = gaps.length > 0 ? gaps[0] : 2 * ageMs;
        int survivors = 0;
        int arrivals = 0;
        double sum = 0;
        for (long gap : gaps) {
            sum += gap;
            survivors += gap >= ageMs ? 1 : 0;
            arrivals += gap >= ageMs && gap < ageMs + horizonMs ? 1 : 0;
        }
        set(Feature.AFTER_GAP, afterGap(gaps, ageMs, prior));
        Arrays.sort(gaps);
        int n = gaps.length;
        double median = Math.max(1, n > 0 ? gaps[n / 2] : 2 * ageMs);
        double spread = n > 3 ? gaps[3 * n / 4] - gaps[n / 4] : median;
        double mean = n > 0 ? Math.max(1, sum / n) : 2 * ageMs;
        set(Feature.RING_HAZARD, logit(arrivals, survivors, prior, 1));
        set(Feature.DUE_BY_LAST, (double) (last - ageMs) / windowMs);
        set(Feature.DUE_BY_MEDIAN, (median - ageMs) / windowMs);
        set(Feature.SPREAD, log2(spread / median + 0.005));
        set(Feature.AGE_RATIO, log2(ageMs / mean));
        set(Feature.LAST_GAP, log2(Math.max(1.0, last) / windowMs));
        set(Feature.MEDIAN_GAP, log2(median / windowMs));
    }

    // What came after a gap about as long as the last one: alternating gaps, bursts with pauses.
    private double afterGap(long[] gaps, long ageMs, double prior) {
        double survivors = 0;
        double arrivals = 0;
        for (int i = 0; i + 1 < gaps.length; i++) {
            double ratio = (gaps[i + 1] + 1.0) / (gaps[0] + 1.0);
            if (ratio > 0.7 && ratio < 1.4 && gaps[i] >= ageMs) {
                survivors++;
                arrivals += gaps[i] < ageMs + horizonMs ? 1 : 0;
            }
        }
        return logit(arrivals, survivors, prior, 1);
    }

    private double changed(ChangeDetector changes) {
        return changes.changedMs == Long.MIN_VALUE
                ? NEVER_CHANGED
                : log2(Math.max(1.0, (double) (tickMs - changes.changedMs) / windowMs));
    }

    private void requester(RequesterGaps gaps, long ageMs, double prior) {
        double survivors = gaps.survivors(ageMs);
        double arrivals = gaps.arrivals(ageMs, horizonMs);
        set(Feature.REQUESTER_SURVIVORS, survivors);
        set(Feature.REQUESTER_ARRIVALS, arrivals);
        set(Feature.REQUESTER_HAZARD, logit(arrivals, survivors, prior, 2));
    }

    private void requesters(AccessRing ring) {
        int same = 1;
        while (same < ring.size && ring.requester(same) == ring.requester(0)) {
            same++;
        }
        int[] lagSeconds = new int[ring.size];
        for (int i = 0; i < ring.size; i++) {
            lagSeconds[i] = ring.lagSeconds(i);
        }
        Arrays.sort(lagSeconds);
        set(Feature.REQUESTERS, log2(Math.max(1, ring.distinctRequesters())));
        set(Feature.SAME_REQUESTER, log2(same));
        set(Feature.TARGET_LAG, log2(1 + lagSeconds[ring.size / 2] / 60.0));
    }

    private void series(Occupancy occupancy) {
        lags.search(occupancy);
        set(Feature.LAG, logit(lags.probability()));
        set(Feature.LAG_STRENGTH, log2(1 + lags.strength()));
        set(Feature.CONTEXT, logit(context.probability(occupancy)));
        set(Feature.PATTERN, occupancy.bits[0] & 63);
        set(Feature.HITS_16, occupancy.hits(16));
        set(Feature.HITS_64, occupancy.hits(64));
    }

    private void calendar(PartitionHistory history) {
        double prior = history.occupancy.share(3);
        set(Feature.HOUR, hour);
        set(Feature.HOUR_SHARE, logit(history.profile.share(hour, prior)));
        set(Feature.WEEKDAY, weekday);
        set(Feature.WEEKDAY_SHARE, logit(history.weekdays().share(weekday, prior)));
        Occupancy occupancy = history.occupancy;
        set(Feature.HOURS_AGO, ago(occupancy, times -> tickMs - times * HOUR_MS));
        set(Feature.DAYS_AGO, ago(occupancy, days -> daysBeforeMs[days]));
        set(Feature.YESTERDAY, around(occupancy, daysBeforeMs[1]));
        set(Feature.LAST_WEEK, around(occupancy, daysBeforeMs[7]));
    }

    private void expected(@Nullable Sign sign) {
        if (sign == null) {
            set(Feature.EXPECTED, -7);
            set(Feature.EXPECTED_SHARE, -5);
            set(Feature.EXPECTED_DUE, 5);
            set(Feature.SIGN_AGE, 10);
            return;
        }
        double dueMs = sign.atMs() + sign.lagMs() - tickMs;
        set(Feature.EXPECTED, logit(sign.probability(tickMs, horizonMs)));
        set(Feature.EXPECTED_SHARE, logit(sign.share()));
        set(Feature.EXPECTED_DUE, dueMs / windowMs);
        set(Feature.SIGN_AGE, log2(Math.max(1.0, tickMs - sign.atMs()) / windowMs));
    }

    private int around(Occupancy occupancy, long timeMs) {
        long lag = (tickMs - timeMs) / windowMs;
        if (lag < 2 || lag + 1 > occupancy.length()) {
            return UNKNOWN;
        }
        return (occupancy.at(lag + 1) ? 1 : 0)
                | (occupancy.at(lag) ? 2 : 0)
                | (occupancy.at(lag - 1) ? 4 : 0);
    }

    private int ago(Occupancy occupancy, IntToLongFunction timeMs) {
        long nearest = (tickMs - timeMs.applyAsLong(1)) / windowMs;
        if (nearest < 1 || nearest > occupancy.length()) {
            return 2 * UNKNOWN;
        }
        int bits = 0;
        for (int i = 0; i < 4; i++) {
            long lag = (tickMs - timeMs.applyAsLong(i + 1)) / windowMs;
            bits |= occupancy.at(lag) ? 1 << i : 0;
        }
        return bits;
    }

    private void set(Feature feature, double value) {
        values[feature.ordinal()] = (float) value;
    }
}
