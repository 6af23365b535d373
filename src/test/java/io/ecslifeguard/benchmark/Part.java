package io.ecslifeguard.benchmark;

import java.util.List;

/** A part of the benchmark that can be run alone. */
interface Part {

    List<Table> measure();
}
