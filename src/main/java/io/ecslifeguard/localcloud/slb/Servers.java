package io.ecslifeguard.localcloud.slb;

import java.util.Optional;

/** What load balancers know of instances. */
public interface Servers {

    /** Whether the instance exists and is Running. */
    boolean running(String id);

    /** The id of the instance of this id or name. */
    Optional<String> find(String idOrName);
}
