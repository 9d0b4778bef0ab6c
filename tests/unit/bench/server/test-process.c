/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The server as a process: it answers while it runs and is gone afterwards, however its parent
 * ended.
 *
 * A server is this program started anew as `serve`, so main() is ours and not Criterion's.
 */
#include "config.h"

#include "bench/server/process.h"

#include "bench/program/command.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <dirent.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define LIMIT_SECONDS 20

/* The server, unless it is to misbehave: to say nothing, to say too much, or not to stop saying. */
static int serve(int argc, char **argv)
{
	const char *manner = getenv("TEST_SERVER");

	if (manner == NULL)
		return command_serve.main(argc, argv);
	if (strcmp(manner, "silent") == 0)
		pause();
	if (strcmp(manner, "chatty") == 0)
		puts("listening on http://127.0.0.1:1");
	for (;;)
		puts("and on, and on");
}

int main(int argc, char **argv)
{
	struct criterion_test_set *tests;
	int result = 0;

	if (argc > 1 && strcmp(argv[1], "serve") == 0)
		return serve(argc - 1, argv + 1);
	tests = criterion_initialize();
	if (criterion_handle_args(argc, argv, true))
		result = !criterion_run_all_tests(tests);
	criterion_finalize(tests);
	return result;
}

static unsigned descriptors_open(void)
{
	DIR *directory = opendir("/proc/self/fd");
	unsigned count = 0;

	cr_assert_not_null(directory);
	while (readdir(directory) != NULL)
		count++;
	closedir(directory);
	return count;
}

/* A connection to the URL, or -1. */
static int connect_to(const char *url)
{
	struct sockaddr_in address = {.sin_family = AF_INET};
	unsigned port = 0;
	int descriptor = socket(AF_INET, SOCK_STREAM, 0);

	cr_assert_eq(sscanf(url, "http://127.0.0.1:%u", &port), 1, "%s", url);
	address.sin_port = htons((uint16_t)port);
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (connect(descriptor, (struct sockaddr *)&address, sizeof(address)) == 0)
		return descriptor;
	close(descriptor);
	return -1;
}

static void expect_answer(const char *url)
{
	static const char request[] = "GET /?size=5 HTTP/1.0\r\n\r\n";
	char answer[512] = "";
	size_t length = 0;
	ssize_t count;
	int descriptor = connect_to(url);

	cr_assert_geq(descriptor, 0, "no connection to %s", url);
	cr_assert_eq(write(descriptor, request, strlen(request)), (ssize_t)strlen(request));
	while ((count = read(descriptor, answer + length, sizeof(answer) - 1 - length)) > 0)
		length += (size_t)count;
	close(descriptor);
	cr_assert(strncmp(answer, "HTTP/1.1 200 OK\r\n", 17) == 0, "%s", answer);
	cr_assert_str_eq(answer + length - 9, "\r\n\r\n!\"#$%", "%s", answer);
}

/* Criterion runs each test in this same program, told so by the environment: the server must not
 * take itself for a test. */
static void forget_criterion(void)
{
	unsetenv("BXFI_MAP");
}

TestSuite(process, .init = forget_criterion, .timeout = LIMIT_SECONDS);

static void start(struct server_process *process)
{
	struct error error = {0};

	cr_assert_eq(server_process_start(process, -1, &error), 0, "%s", error.text);
}

Test(process, answers_until_it_is_stopped)
{
	struct server_process process;
	struct error error = {0};
	unsigned before = descriptors_open();
	char url[sizeof(process.url)];
	pid_t pid;

	start(&process);
	pid = process.pid;
	strcpy(url, process.url);
	expect_answer(url);
	cr_assert_eq(getpgid(pid), pid, "it has a process group of its own");
	cr_assert_eq(server_process_check(&process, &error), 0, "%s", error.text);
	server_process_stop(&process);
	cr_assert_eq(process.pid, 0);
	cr_assert_eq(waitpid(pid, NULL, WNOHANG), -1);
	cr_assert_eq(errno, ECHILD, "it is not reaped");
	cr_assert_eq(connect_to(url), -1);
	cr_assert_eq(descriptors_open(), before);
	server_process_stop(&process);
}

Test(process, two_servers_have_two_ports)
{
	struct server_process first, second;

	start(&first);
	start(&second);
	cr_assert_str_neq(first.url, second.url);
	server_process_stop(&first);
	expect_answer(second.url);
	server_process_stop(&second);
}

Test(process, says_how_it_ended)
{
	struct server_process process;
	struct error error = {0};
	siginfo_t end;

	start(&process);
	kill(process.pid, SIGKILL);
	cr_assert_eq(waitid(P_PID, (id_t)process.pid, &end, WEXITED | WNOWAIT), 0);
	cr_assert_eq(server_process_check(&process, &error), -1);
	cr_assert(strstr(error.text, "signal 9") != NULL, "%s", error.text);
	/* As if the kernel had killed a process since for want of memory. */
	process.kills = (struct memory_kills){.system = {.known = true, .value = -1}};
	error.text[0] = '\0';
	cr_assert_eq(server_process_check(&process, &error), -1);
	cr_assert(strstr(error.text, "signal 9 (Killed); meanwhile the kernel killed a process") !=
			NULL,
		"%s", error.text);
	server_process_stop(&process);

	start(&process);
	kill(process.pid, SIGTERM);
	cr_assert_eq(waitid(P_PID, (id_t)process.pid, &end, WEXITED | WNOWAIT), 0);
	error.text[0] = '\0';
	cr_assert_eq(server_process_check(&process, &error), -1);
	cr_assert(strstr(error.text, "exit code 0") != NULL, "%s", error.text);
	server_process_stop(&process);
}

/* What a parent made of its signals is not what the server has. */
Test(process, hears_sigterm_where_its_parent_ignores_it)
{
	struct server_process process;
	sigset_t all, old;
	siginfo_t end;

	signal(SIGTERM, SIG_IGN);
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &old);
	start(&process);
	sigprocmask(SIG_SETMASK, &old, NULL);
	kill(process.pid, SIGTERM);
	cr_assert_eq(waitid(P_PID, (id_t)process.pid, &end, WEXITED | WNOWAIT), 0);
	cr_assert(end.si_code == CLD_EXITED && end.si_status == 0);
	server_process_stop(&process);
}

Test(process, a_stopped_one_is_killed)
{
	struct server_process process;

	start(&process);
	kill(process.pid, SIGSTOP);
	server_process_stop(&process);
	cr_assert_eq(process.pid, 0);
}

/* Starts a server in a child that then ends in its own way; returns the server's pid. Servers left
 * alone become our children. */
static pid_t start_in_child(void (*end)(pid_t server))
{
	int ends[2];
	pid_t server = 0, child;

	cr_assert_eq(prctl(PR_SET_CHILD_SUBREAPER, 1UL), 0);
	cr_assert_eq(pipe(ends), 0);
	child = fork();
	if (child == 0) {
		struct server_process process;

		if (server_process_start(&process, -1, NULL) != 0)
			_exit(1);
		if (write(ends[1], &process.pid, sizeof(process.pid)) == sizeof(process.pid))
			end(process.pid);
		_exit(1);
	}
	close(ends[1]);
	cr_assert_eq(read(ends[0], &server, sizeof(server)), (ssize_t)sizeof(server));
	close(ends[0]);
	cr_assert_eq(waitpid(child, NULL, 0), child);
	return server;
}

static void end_killed(pid_t server)
{
	(void)server;
	kill(getpid(), SIGKILL);
	pause();
}

static void end_killed_over_a_stopped_server(pid_t server)
{
	kill(server, SIGSTOP);
	end_killed(server);
}

static void end_exiting(pid_t server)
{
	(void)server;
	exit(0);
}

Test(process, ends_when_its_parent_is_killed)
{
	pid_t server = start_in_child(end_killed);

	cr_assert_eq(waitpid(server, NULL, 0), server);
}

/* It cannot see that its lifeline is closed: this is the kernel's part. */
Test(process, ends_stopped_when_its_parent_is_killed)
{
	pid_t server = start_in_child(end_killed_over_a_stopped_server);

	cr_assert_eq(waitpid(server, NULL, 0), server);
}

Test(process, ends_when_its_parent_exits)
{
	pid_t server = start_in_child(end_exiting);

	cr_assert_eq(waitpid(server, NULL, 0), server);
}

Test(process, a_server_that_says_nothing_is_not_waited_for_when_a_signal_came)
{
	struct server_process process;
	struct error error = {0};
	int stop = eventfd(1, 0);

	setenv("TEST_SERVER", "silent", 1);
	cr_assert_eq(server_process_start(&process, stop, &error), -1);
	cr_assert_neq(error.text[0], '\0');
	cr_assert_eq(waitpid(-1, NULL, WNOHANG), -1, "it is not ended");
	close(stop);
}

Test(process, a_server_that_says_something_else_without_end_is_refused)
{
	struct server_process process;
	struct error error = {0};

	setenv("TEST_SERVER", "endless", 1);
	cr_assert_eq(server_process_start(&process, -1, &error), -1);
	cr_assert_eq(waitpid(-1, NULL, WNOHANG), -1, "it is not ended");
}

Test(process, a_server_that_does_not_stop_saying_something_is_ended)
{
	struct server_process process;

	setenv("TEST_SERVER", "chatty", 1);
	start(&process);
	server_process_stop(&process);
	cr_assert_eq(waitpid(-1, NULL, WNOHANG), -1, "it is not ended");
}
