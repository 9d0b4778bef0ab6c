/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The version of each library that this program runs with, asked from the library: the only file
 * that may include them all. gnuplot is a program, and only commands that show its version ask for
 * it.
 */
#include "config.h"

#include "bench/machine/parts.h"

#include <curl/curl.h>
#include <gsl/gsl_version.h>
#include <openssl/crypto.h>
#include <sqlite3.h>

#include "plots/gnuplot.h"

#ifndef LIBURING_VERSION /* the version that configure found, if it is built in */
#define LIBURING_VERSION ((const char *)NULL)
#endif

json_t *machine_read_libraries(void)
{
	char hwloc[32];

	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:n, s:s?}", "curl",
		curl_version_info(CURLVERSION_NOW)->version, "gsl", gsl_version, "hwloc",
		topology_version(hwloc, sizeof(hwloc)), "jansson", jansson_version_str(), "openssl",
		OpenSSL_version(OPENSSL_VERSION_STRING), "sqlite", sqlite3_libversion(), "gnuplot",
		"liburing", LIBURING_VERSION);
}

int machine_add_gnuplot(json_t *libraries, struct error *error)
{
	char version[128];

	if (gnuplot_version(version, sizeof(version), error) < 0)
		return -1;
	return json_object_set_new(libraries, "gnuplot", json_string(version)) == 0
		? 0
		: error_set(error, "the version that gnuplot printed is not UTF-8");
}
