package io.ecslifeguard.api;

/** From where the API can be reached. */
interface Reach {

    /** Whether other machines can do what they like, since nobody is asked for a name. */
    boolean isOpenToOthers();
}
