"""The bytes of a file -> its text and its front matter, with everything that is wrong with them."""
