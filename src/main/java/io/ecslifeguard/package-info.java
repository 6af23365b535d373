/**
 * ecs-lifeguard watches over a fleet of Alibaba Cloud ECS instances.
 *
 * <p>A message flows so: {@code dispatch.Intake} polls SMQ through {@code queue}, {@code decode} turns each body into an
 * {@code event.EcsEvent}, a CDI event asks the reactions ({@code restart}, {@code spot}) which of them the event calls
 * for, {@code journal} commits event and reactions in one statement, the messages are deleted from the queue, and
 * {@code dispatch} runs the reactions from the journal, which act through {@code cloud}. {@code history} reads it back.
 */
package io.ecslifeguard;
