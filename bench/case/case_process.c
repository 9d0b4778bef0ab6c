/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Starting, watching and ending a case process; see case_process.h.
 *
 * The job is the standard input, a memory file; the answer comes back through a pipe; standard
 * error of the process is kept to explain a failure. Processes that outlive it are found by its
 * group, or because orphans become children of this process.
 */
#include "config.h"

#include "bench/case/case_process.h"

#include "bench/case/case_environment.h"
#include "bench/case/hook.h"
#include "results/record/block_json.h"
#include "support/anew.h"
#include "support/capture.h"
#include "support/child_watch.h"
#include "support/clock.h"
#include "support/limits.h"
#include "support/memory_kills.h"
#include "support/offspring.h"
#include "support/reap.h"
#include "support/text.h"

#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct case_process {
	pid_t pid;
	struct offspring others; /* children that existed before it */
	struct child_watch watch;
	struct capture answer;
	struct capture complaint;
	struct hook_note hook; /* the hook that it is in */
};

/* In the child, before it becomes the new program. */
static void prepare(const void *context)
{
	const struct case_process *process = context;

	child_watch_restore(&process->watch);
	interrupt_restore();
	case_environment_randomise();
	case_environment_offer();
}

static int execute(struct case_process *process, int job, int answer, int complaint,
	char **environment, struct error *error)
{
	char *const arguments[] = {(char *)"breakeven", (char *)"case", NULL};
	struct anew anew = {
		.arguments = arguments,
		.environment = environment,
		.descriptors = {{job, STDIN_FILENO}, {complaint, STDOUT_FILENO},
			{complaint, STDERR_FILENO}, {answer, CASE_ANSWER_DESCRIPTOR}},
		.count = 4,
		.prepare = prepare,
		.context = process,
	};
	pid_t pid;

	/* It only explains failures. */
	if (process->hook.descriptor >= 0)
		anew.descriptors[anew.count++] =
			(struct anew_descriptor){process->hook.descriptor, CASE_HOOK_DESCRIPTOR};
	pid = anew_start(&anew, error);
	process->pid = pid > 0 ? pid : 0;
	return pid > 0 ? 0 : error_prefix(error, "cannot start a case process");
}

static int start(struct case_process *process, const struct job *job, struct error *error)
{
	char **environment = case_environment_make(job->environment_bytes);
	int file, answer, complaint, status = -1;

	*process = (struct case_process){.watch.descriptor = -1,
		.answer.descriptor = -1,
		.complaint.descriptor = -1,
		.hook.descriptor = -1};
	if (child_watch_open(&process->watch, error) < 0)
		return -1;
	offspring_list(&process->others);
	hook_note_open(&process->hook);
	answer = capture_open(&process->answer, CAPTURE_ALL, error);
	complaint = capture_open(&process->complaint, CAPTURE_END, error);
	file = job_to_file(job, error);
	if (environment == NULL)
		error_set(error, "no memory for the environment of a case process");
	if (answer >= 0 && complaint >= 0 && file >= 0 && environment != NULL)
		status = execute(process, file, answer, complaint, environment, error);
	case_environment_free(environment);
	close(file);
	close(answer);
	close(complaint);
	return status;
}

/* Ends and reaps all that is left of the process and of its offspring. Returns its wait status, or
 * -1 if it had to be killed. *left_behind: processes outlived it. */
static int end(struct case_process *process, bool *left_behind)
{
	int status = 0;

	if (waitpid(process->pid, &status, WNOHANG) != process->pid) {
		kill(process->pid, SIGKILL);
		reap_child(process->pid);
		status = -1;
	}
	*left_behind = reap_group(process->pid);
	if (offspring_end(&process->others))
		*left_behind = true;
	return status;
}

static void release(struct case_process *process)
{
	capture_close(&process->answer);
	capture_close(&process->complaint);
	hook_note_close(&process->hook);
	if (process->watch.descriptor >= 0)
		child_watch_close(&process->watch);
}

enum watched { WATCHED_EXIT, WATCHED_INTERRUPT, WATCHED_ANSWER, WATCHED_COMPLAINT };

enum ending { ENDING_OWN, ENDING_INTERRUPT, ENDING_LATE, ENDING_TOO_LONG };

/* Waits until the process has ended, an interrupt has come, time is up or the answer is too long;
 * returns which of these. */
static enum ending await(struct case_process *process, uint64_t limit_ns,
	struct interrupt *interrupt)
{
	const uint64_t due_ns = clock_now_ns() + limit_ns;
	const uint64_t wait_ns = CHILD_WATCH_WAIT_MS * NANOSECONDS_PER_MILLISECOND;

	for (;;) {
		struct pollfd watched[] = {
			[WATCHED_EXIT] = {process->watch.descriptor, POLLIN, 0},
			[WATCHED_INTERRUPT] = {interrupt->descriptor, POLLIN, 0},
			[WATCHED_ANSWER] = {process->answer.descriptor, POLLIN, 0},
			[WATCHED_COMPLAINT] = {process->complaint.descriptor, POLLIN, 0},
		};
		const struct timespec most = clock_left(due_ns, wait_ns);

		if (clock_now_ns() >= due_ns)
			return ENDING_LATE;
		if (ppoll(watched, sizeof(watched) / sizeof(watched[0]), &most, NULL) < 0)
			continue;
		if (watched[WATCHED_ANSWER].revents != 0)
			capture_read(&process->answer);
		if (watched[WATCHED_COMPLAINT].revents != 0)
			capture_read(&process->complaint);
		if (watched[WATCHED_INTERRUPT].revents != 0 && interrupt_came(interrupt))
			return ENDING_INTERRUPT;
		if (process->answer.refused > 0)
			return ENDING_TOO_LONG;
		if (child_watch_ended(&process->watch, process->pid))
			return ENDING_OWN;
	}
}

/* Gives the block a status, with the last message of the process, unless the block has a status
 * that explains more. */
static void blame(struct block *block, enum status status, struct case_process *process,
	const char *format, ...) __attribute__((format(printf, 4, 5)));

static void blame(struct block *block, enum status status, struct case_process *process,
	const char *format, ...)
{
	const char *said = capture_last_line(&process->complaint);
	va_list arguments;
	char text[512];
	int length;

	if (block->status != STATUS_OK)
		return;
	va_start(arguments, format);
	length = vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	if (said != NULL && length >= 0 && (size_t)length < sizeof(text))
		snprintf(text + length, sizeof(text) - (size_t)length, "; it said: %s", said);
	block->status = status;
	block->reason = strdup(text);
}

static void refuse_answer(struct case_process *process, struct block *block)
{
	char limit[TEXT_NUMBER_SIZE];

	blame(block, STATUS_FAILED, process,
		"its answer has %zu bytes; at most %s are accepted: does the workload write to "
		"descriptor %d?",
		process->answer.refused,
		text_format_bytes(limit, sizeof(limit), (double)CAPTURE_LIMIT),
		CASE_ANSWER_DESCRIPTOR);
}

/* Why a process that has exited gave no valid answer; `error`: what is wrong with an answer that it
 * gave. */
static void blame_answer(struct case_process *process, int status, const struct error *error,
	struct block *block)
{
	const char *place = hook_note_place(&process->hook);

	if (WEXITSTATUS(status) == CASE_MUTE)
		blame(block, STATUS_CRASHED, process,
			"its workload closed descriptor %d, which carries the answer",
			CASE_ANSWER_DESCRIPTOR);
	else if (place[0] == '\0' && process->answer.length > 0)
		blame(block, STATUS_CRASHED, process,
			"its answer is not valid%s%s: its workload also wrote to descriptor %d",
			error->text[0] != '\0' ? ", " : "", error->text, CASE_ANSWER_DESCRIPTOR);
	else
		blame(block, STATUS_CRASHED, process,
			"ended with status %d%s, without a valid answer", WEXITSTATUS(status),
			place);
}

static void read_answer(struct case_process *process, int status, struct block *block)
{
	struct error error = {0};
	json_t *json;

	if (process->answer.refused > 0) {
		refuse_answer(process, block);
		return;
	}
	if (WIFSIGNALED(status)) {
		blame(block, STATUS_CRASHED, process, "ended by %s%s",
			limits_signal(WTERMSIG(status)), hook_note_place(&process->hook));
		return;
	}
	json = json_loadb(process->answer.text, process->answer.length, 0, NULL);
	if (json == NULL || block_from_json(block, json, &error) < 0) {
		block_clear(block);
		blame_answer(process, status, &error, block);
	}
	json_decref(json);
}

/* Adds, if so, that the kernel killed a process because memory ran out. */
static void blame_memory(struct block *block, const struct memory_kills *before)
{
	char text[MEMORY_KILLS_TEXT], *whole;

	if (block->status == STATUS_OK || block->reason == NULL ||
		memory_kills_since(text, before, "")[0] == '\0' ||
		asprintf(&whole, "%s; %s", block->reason, text) < 0)
		return;
	free(block->reason);
	block->reason = whole;
}

enum outcome case_process_run(const struct job *job, uint64_t limit_ns, struct interrupt *interrupt,
	struct block *block, struct error *error)
{
	struct case_process process;
	char limit[TEXT_NUMBER_SIZE];
	struct memory_kills kills;
	bool left_behind;
	enum ending ending;
	int status;

	memory_kills_read(&kills, "");
	if (start(&process, job, error) < 0) {
		release(&process);
		return OUTCOME_FAILED;
	}
	ending = await(&process, limit_ns, interrupt);
	status = end(&process, &left_behind);
	capture_rest(&process.answer);
	capture_rest(&process.complaint);
	if (ending == ENDING_OWN) {
		read_answer(&process, status, block);
		if (left_behind)
			blame(block, STATUS_FAILED, &process,
				"left processes behind, which were killed");
	} else if (ending == ENDING_LATE) {
		blame(block, STATUS_TIMEOUT, &process, "did not end within %s%s%s",
			text_duration_rounded(limit, sizeof(limit), (double)limit_ns),
			hook_note_place(&process.hook)[0] != '\0' ? ": it was" : "",
			hook_note_place(&process.hook));
	} else if (ending == ENDING_TOO_LONG) {
		refuse_answer(&process, block);
	}
	blame_memory(block, &kills);
	block->pid = process.pid;
	release(&process);
	return ending == ENDING_INTERRUPT ? OUTCOME_INTERRUPTED : OUTCOME_DONE;
}
