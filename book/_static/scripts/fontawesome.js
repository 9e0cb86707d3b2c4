/* The theme fetches half a megabyte of Font Awesome script beside the web fonts that draw the icons; this empty file stands in its place. */
