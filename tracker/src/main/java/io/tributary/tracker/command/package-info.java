/**
 * The command line: one class per sub-command, errors as single lines. Sees configuration and status; what a
 * sub-command starts is passed in, so that nothing here depends on the tracker itself. Sub-commands of other modules
 * are found through {@link io.tributary.tracker.command.SubCommand}.
 */
package io.tributary.tracker.command;
