"""A copy of an identity document, which nobody is asked for unless the venue switched that on (SECURITY V-07). One
case, one reason, a picture without number and photograph, destroyed as soon as it was looked at and after seven days
at most."""
