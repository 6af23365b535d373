package io.ecslifeguard.cloud;

import java.util.ArrayList;
import java.util.List;

/** Cuts what is too much for one call into what is not. */
class Batches {

    private Batches() {}

    static <T> List<List<T>> of(List<T> all, int largest) {
        var batches = new ArrayList<List<T>>();
        for (var from = 0; from < all.size(); from += largest) {
            batches.add(all.subList(from, Math.min(all.size(), from + largest)));
        }
        return batches;
    }
}
