package io.foresnap.job;

/** Uids of all operators: state is found again by them, so they never change. */
public final class Uids {

    public static final String REQUESTS = "requests-source";
    public static final String CLOCK = "clock-source";
    public static final String PARSE = "parse";
    public static final String PLAN = "plan";
    public static final String PLAN_ROUTE = "plan-route";
    public static final String ACCEPTED_TIME = "accepted-time";
    public static final String SUCCESSION = "succession";
    public static final String TICK_SIGNALS = "tick-signals";
    public static final String REQUESTER_SIGNALS = "requester-signals";
    public static final String HISTORY = "history";
    public static final String SUCCESSORS = "successors";
    public static final String TRAIN = "train";
    public static final String MODEL_TIME = "model-time";
    public static final String SCORE = "score";
    public static final String RANK = "rank";
    public static final String PREDICTIONS = "predictions";
    public static final String PREDICTIONS_SINK = "predictions-sink";
    public static final String PREDICTIONS_SOURCE = "predictions-source";
    public static final String PREFETCH_TASKS = "prefetch-tasks";
    public static final String CONTROL_SOURCE = "control-source";
    public static final String CONTROL = "control";
    public static final String NO_CONTROL = "no-control";
    public static final String STANDING_ORDERS = "standing-orders";
    public static final String ORDER_TASKS = "order-tasks";
    public static final String GUARD = "guard";
    public static final String PREFETCH = "prefetch";
    public static final String PREFETCH_ROUTE = "prefetch-route";
    public static final String PREFETCH_REPORTS = "prefetch-reports";
    public static final String DECISIONS_PREDICTED = "decisions-predicted";
    public static final String DECISIONS_JUDGED = "decisions-judged";
    public static final String DECISIONS_FETCHED = "decisions-fetched";
    public static final String DECISIONS_SERVED = "decisions-served";
    public static final String DECISIONS = "decisions";
    public static final String DECISIONS_RECORDED = "decisions-recorded";
    public static final String CACHE = "cache";
    public static final String SERVE = "serve";
    public static final String HOLDOUT = "holdout";
    public static final String GATHER = "gather";
    public static final String COMMIT = "commit";
    public static final String ANSWERS = "answers";
    public static final String REJECTION_ANSWERS = "rejection-answers";
    public static final String AUDIT_REQUESTS = "audit-requests";
    public static final String AUDIT_REJECTIONS = "audit-rejections";
    public static final String AUDIT_ANSWERS = "audit-answers";
    public static final String AUDIT_SINK = "audit-sink";
    public static final String RESULTS_SINK = "results-sink";
    public static final String REJECTED_SINK = "rejected-sink";

    public static final String EVENTS = "events-source";
    public static final String ARCHIVE_CLOCK = "archive-clock-source";
    public static final String READ_EVENTS = "read-events";
    public static final String TOPIC_ENDS = "topic-ends";
    public static final String ARCHIVE = "archive";
    public static final String PUBLISH = "publish";
    public static final String PUBLISHED = "published";
    public static final String NO_PREDICTIONS = "no-predictions";
    public static final String SNAPSHOTS = "snapshots";
    public static final String SNAPSHOTS_MADE = "snapshots-made";
    public static final String RETENTION = "retention";
    public static final String RETAINED = "retained";
    public static final String REJECTED_EVENTS_SINK = "rejected-events-sink";

    private Uids() {}
}
