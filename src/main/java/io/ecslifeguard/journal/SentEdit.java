package io.ecslifeguard.journal;

import java.util.Optional;

/**
 * An edit that is being made.
 *
 * @param id its number
 * @param reaction the reaction that asked for it
 * @param step the call that is made
 * @param loadBalancer whose group it is, where that is known
 * @param serverGroup the vServer group; empty for the load balancer's default group
 * @param oldBackends what is still to be taken out
 * @param newBackends what is still to be put in, or has the weights to set
 * @param cohort those that it goes together with, where a larger call was refused
 * @param tries how many tries have failed
 */
public record SentEdit(
        long id,
        long reaction,
        Edit.Kind step,
        Optional<String> loadBalancer,
        Optional<String> serverGroup,
        String oldBackends,
        String newBackends,
        Optional<String> cohort,
        int tries) {}
