"""The site: pages as HTML, the shell they are stamped into, styles and scripts."""
