"""House style of charts: fonts, colours, sizes, save()."""
