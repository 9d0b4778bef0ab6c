#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Prints arguments for configure, one a line, that hide every function that glibc 2.31 or musl does
# not have:
#
#   mapfile -t hidden < <(bash tests/cli/older-library.sh) && ./configure "${hidden[@]}" && make
#
# Whatever uses one all the same does not link.

newer=(
	# glibc 2.30, but not musl
	getdents64 pthread_cond_clockwait pthread_mutex_clocklock pthread_rwlock_clockrdlock
	pthread_rwlock_clockwrlock sem_clockwait tgkill
	# glibc of old, but not musl
	backtrace canonicalize_file_name error error_at_line gnu_get_libc_version mallinfo
	malloc_info malloc_trim mallopt rawmemchr
	# glibc 2.32
	pthread_attr_getsigmask_np pthread_attr_setsigmask_np sigabbrev_np sigdescr_np
	strerrordesc_np strerrorname_np
	# glibc 2.33
	mallinfo2
	# glibc 2.34
	_Fork close_range closefrom execveat posix_spawn_file_actions_addclosefrom_np
	timespec_getres
	# glibc 2.35
	_dl_find_object epoll_pwait2 posix_spawn_file_actions_addtcsetpgrp_np
	# glibc 2.36
	arc4random arc4random_buf arc4random_uniform pidfd_getfd pidfd_open pidfd_send_signal
	process_madvise process_mrelease
	# glibc 2.38, 2.39
	pidfd_getpid pidfd_spawn pidfd_spawnp strlcat strlcpy
)

flags=
for name in "${newer[@]}"; do
	flags+="-D$name=${name}_is_hidden "
	echo "ac_cv_func_$name=no"
done
echo "CPPFLAGS=$flags"
