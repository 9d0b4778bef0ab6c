/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which version of each library this program runs with, by asking each: the one file that may
 * include them all. gnuplot is a program, and is asked as one.
 */
#include "config.h"

#include "bench/machine/parts.h"

#include <stdio.h>
#include <string.h>

#include <curl/curl.h>
#include <gsl/gsl_version.h>
#include <openssl/crypto.h>
#include <sqlite3.h>

#ifndef LIBURING_VERSION /* what configure found, where it is built in */
#define LIBURING_VERSION ((const char *)NULL)
#endif

/* What follows "gnuplot " in its own words: "5.4 patchlevel 4"; NULL where there is none. */
static const char *gnuplot_version(char *buffer, size_t size)
{
	FILE *pipe = popen("exec gnuplot --version 2>/dev/null </dev/null", "re");
	const char *version = NULL;

	if (pipe == NULL)
		return NULL;
	if (fgets(buffer, (int)size, pipe) != NULL && strncmp(buffer, "gnuplot ", 8) == 0) {
		buffer[strcspn(buffer, "\n")] = '\0';
		version = buffer + 8;
	}
	return pclose(pipe) == 0 ? version : NULL;
}

json_t *machine_read_libraries(void)
{
	char gnuplot[128], hwloc[32];

	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s?, s:s?}", "curl",
		curl_version_info(CURLVERSION_NOW)->version, "gsl", gsl_version, "hwloc",
		topology_version(hwloc, sizeof(hwloc)), "jansson", jansson_version_str(), "openssl",
		OpenSSL_version(OPENSSL_VERSION_STRING), "sqlite", sqlite3_libversion(), "gnuplot",
		gnuplot_version(gnuplot, sizeof(gnuplot)), "liburing", LIBURING_VERSION);
}
