package io.ecslifeguard.history;

/** What the API's description says in several places. */
final class Documented {

    static final String INSTANCE = "i-bp1ecr3v9k2mzt5go2go";
    static final String TIME = "2026-11-23T12:00:00Z";
    static final String FROM = "The beginning of the time, in ISO-8601 with a zone; what happened exactly then belongs"
            + " to it. A plus sign must be sent as %2B";
    static final String TO = "The end of the time, in ISO-8601 with a zone; what happened exactly then does not belong"
            + " to it any more";
    static final String LIMIT = "How many items to answer with at most, 1 to 500; 50 where it is not given";
    static final String CURSOR = "Continues a listing: the next cursor of the answer before, with the same filters";

    private Documented() {}
}
