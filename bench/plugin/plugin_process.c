/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Starting, asking and ending the process of a plugin; see plugin_process.h.
 *
 * Questions and answers are messages on one socket pair. The end of this stream shows that the
 * process has ended. If processes that it has started keep the stream open, a regular check of the
 * process shows it.
 */
#include "config.h"

#include "bench/plugin/plugin_process.h"

#include "bench/program/interrupt.h"
#include "support/anew.h"
#include "support/clock.h"
#include "support/limits.h"
#include "support/reap.h"
#include "support/text.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define LOOK_NS (20 * NANOSECONDS_PER_MILLISECOND) /* between checks for its end */
#define CLOSED_NS NANOSECONDS_PER_SECOND /* from the end of the stream to the end of the process */

/* In the child, before it becomes the new program. */
static void prepare(const void *context)
{
	(void)context;
	interrupt_restore();
}

static int execute(struct plugin_process *process, const char *path, int output, int channel,
	struct error *error)
{
	char *const arguments[] = {(char *)"breakeven", (char *)"plugin", (char *)path, NULL};
	const struct anew anew = {
		.arguments = arguments,
		.descriptors = {{ANEW_NOTHING, STDIN_FILENO}, {output, STDOUT_FILENO},
			{output, STDERR_FILENO}, {channel, PLUGIN_DESCRIPTOR}},
		.count = 4,
		.prepare = prepare,
	};
	const pid_t pid = anew_start(&anew, error);

	process->pid = pid > 0 ? pid : 0;
	return pid > 0 ? 0 : -1;
}

static int start(struct plugin_process *process, const char *path,
	const struct interrupt *interrupt, struct error *error)
{
	int channel[2] = {-1, -1}, output, status = -1;

	*process = (struct plugin_process){
		.channel = -1, .complaint.descriptor = -1, .interrupt = interrupt};
	memory_kills_read(&process->kills, "");
	output = capture_open(&process->complaint, CAPTURE_END, error);
	if (output >= 0 && socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, channel) < 0)
		error_set(error, "cannot make a socket: %s", limits_error(errno));
	else if (output >= 0)
		status = execute(process, path, output, channel[1], error);
	if (output >= 0)
		close(output);
	if (channel[1] >= 0)
		close(channel[1]);
	process->channel = channel[0];
	if (status == 0)
		return 0;
	plugin_process_end(process);
	return error_prefix(error, "its process cannot be started");
}

/* A message from the process, in memory to be freed; NULL if there is none now. *closed: none will
 * follow. */
static char *receive(const struct plugin_process *process, bool *closed)
{
	char *message = malloc(PLUGIN_MESSAGE_LIMIT + 1);
	ssize_t length = -1;

	if (message != NULL)
		length = recv(process->channel, message, PLUGIN_MESSAGE_LIMIT, MSG_DONTWAIT);
	if (length > 0) {
		message[length] = '\0';
		return message;
	}
	*closed = length == 0 || (errno != EAGAIN && errno != EINTR);
	free(message);
	return NULL;
}

static void blame_closing(const char *subject, struct error *error)
{
	error_set(error, "%s closed descriptor %d, which carries its answer", subject,
		PLUGIN_DESCRIPTOR);
}

static void blame_end(const struct plugin_process *process, const struct reap_end *end,
	const char *subject, struct error *error)
{
	char ended[MEMORY_KILLS_END];

	if (end->by_signal)
		error_set(error, "%s was ended by %s", subject,
			memory_kills_signal(ended, end->status, &process->kills));
	else if (end->status == PLUGIN_MUTE)
		blame_closing(subject, error);
	else
		error_set(error, "%s ended with status %d", subject, end->status);
}

/* Waits for a message. Returns it, or NULL with the error and whether a signal was the cause. */
static char *await(struct plugin_process *process, const char *subject, bool *interrupted,
	struct error *error)
{
	uint64_t now_ns = clock_now_ns(), due_ns = now_ns + PLUGIN_LIMIT_NS;
	bool closed = false;
	char limit[TEXT_NUMBER_SIZE], *message;
	struct reap_end end;

	for (; now_ns < due_ns; now_ns = clock_now_ns()) {
		struct pollfd watched[] = {
			{process->interrupt->descriptor, POLLIN, 0},
			{closed ? -1 : process->channel, POLLIN, 0},
			{process->complaint.descriptor, POLLIN, 0},
		};
		const struct timespec wait = clock_timespec(LOOK_NS);

		ppoll(watched, sizeof(watched) / sizeof(watched[0]), &wait, NULL);
		if (watched[0].revents != 0) {
			*interrupted = true;
			error_set(error, "%s was interrupted", subject);
			return NULL;
		}
		/* Checked before looking for the last message. */
		reap_look(process->pid, &end);
		if (watched[2].revents != 0)
			capture_read(&process->complaint);
		message = closed ? NULL : receive(process, &closed);
		if (message != NULL)
			return message;
		if (end.ended) {
			blame_end(process, &end, subject, error);
			return NULL;
		}
		if (closed && due_ns > now_ns + CLOSED_NS)
			due_ns = now_ns + CLOSED_NS;
	}
	if (closed)
		blame_closing(subject, error);
	else
		error_set(error, "%s did not end within %s", subject,
			text_duration_rounded(limit, sizeof(limit), PLUGIN_LIMIT_NS));
	return NULL;
}

/* Adds the last line that the process has printed. */
static void add_words(struct plugin_process *process, struct error *error)
{
	char text[sizeof(error->text)];
	const char *said;

	capture_rest(&process->complaint);
	said = capture_last_line(&process->complaint);
	if (said == NULL)
		return;
	memcpy(text, error->text, sizeof(text));
	error->text[0] = '\0';
	error_set(error, "%s; it said: %s", text, said);
}

/* The answer to the question. */
static enum plugin_answer take_answer(struct plugin_process *process, const char *subject,
	json_t **answer, struct error *error)
{
	enum plugin_answer outcome = PLUGIN_ANSWERED;
	struct error cause = {0};
	bool interrupted = false;
	char *message = await(process, subject, &interrupted, &cause);

	if (message != NULL && message[0] == PLUGIN_REFUSAL) {
		outcome = PLUGIN_FAILED;
		error_set(error, "%s", message + 1);
	} else if (message != NULL) {
		*answer = json_loads(message, 0, NULL);
		if (*answer == NULL)
			error_set(&cause, "%s wrote to descriptor %d, which is only for its answer",
				subject, PLUGIN_DESCRIPTOR);
	}
	free(message);
	if (cause.text[0] != '\0') {
		outcome = interrupted ? PLUGIN_INTERRUPTED : PLUGIN_FAILED;
		if (!interrupted)
			add_words(process, &cause);
		plugin_process_end(process);
		error_set(error, "%s", cause.text);
	}
	return outcome;
}

enum plugin_answer plugin_process_start(struct plugin_process *process, const char *path,
	const struct interrupt *interrupt, json_t **description, struct error *error)
{
	if (start(process, path, interrupt, error) < 0)
		return PLUGIN_FAILED;
	return take_answer(process, "loading it", description, error);
}

enum plugin_answer plugin_process_ask(struct plugin_process *process, const char *question,
	const char *subject, json_t **answer, struct error *error)
{
	const size_t length = strlen(question);

	/* If the process has ended by now, waiting for the answer shows it. */
	if (length > PLUGIN_MESSAGE_LIMIT ||
		(send(process->channel, question, length, MSG_NOSIGNAL | MSG_DONTWAIT) < 0 &&
			errno != EPIPE && errno != ECONNRESET)) {
		error_set(error, "its process accepts no questions: %s",
			limits_error(length > PLUGIN_MESSAGE_LIMIT ? EMSGSIZE : errno));
		plugin_process_end(process);
		return PLUGIN_FAILED;
	}
	return take_answer(process, subject, answer, error);
}

void plugin_process_end(struct plugin_process *process)
{
	if (process->pid > 0)
		reap_leader(process->pid);
	if (process->channel >= 0)
		close(process->channel);
	capture_close(&process->complaint);
	*process = (struct plugin_process){.channel = -1, .complaint.descriptor = -1};
}
