-- Run as root when the container's data is made: without it nothing can be recovered.
GRANT XA_RECOVER_ADMIN ON *.* TO 'app'@'%';
