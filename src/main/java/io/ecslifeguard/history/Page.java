package io.ecslifeguard.history;

import io.ecslifeguard.api.Answer;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A part of a listing.
 *
 * @param items what was asked for, newest first
 * @param next the cursor that continues, where there is more
 */
@Answer
record Page<I>(
        List<I> items,

        @Schema(description = "Send it as cursor, with the same filters, for what follows; absent on the last page")
        String next) {}
