package io.ecslifeguard.api;

/** From where the API can be reached. */
interface Reach {

    /** Whether other machines can do what they like, since nobody is asked who he is. */
    boolean isOpenToOthers();
}
