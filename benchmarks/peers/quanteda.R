# quanteda as its manual shows it: Rscript quanteda.R CORPUS ROOT
# Words are ICU's; no clusters.  Prints one line of JSON: seconds of each stage.
began <- proc.time()[["elapsed"]]
suppressMessages({library(quanteda); library(quanteda.textstats)})
seconds <- list(); last <- began
stage <- function(name) { now <- proc.time()[["elapsed"]]; seconds[[name]] <<- now - last; last <<- now }
args <- commandArgs(trailingOnly = TRUE)
stage("start")
paths <- sort(list.files(file.path(args[1], "plans"), pattern = "[.]txt$", full.names = TRUE))
texts <- vapply(paths, function(p) {
  text <- readChar(p, file.info(p)$size, useBytes = TRUE); Encoding(text) <- "UTF-8"
  sub("(?s)\\A---\\n.*?\\n---\\n", "", text, perl = TRUE)
}, "")
plans <- corpus(texts, docnames = basename(paths))
stage("reading, clauses")
words <- function(name) {
  lines <- trimws(sub("#.*", "", readLines(file.path(args[2], "corpus", "lexicon", name), encoding = "UTF-8")))
  lines[nzchar(lines)]
}
toks <- tokens(plans, remove_punct = TRUE, remove_numbers = TRUE)
toks <- tokens_compound(toks, phrase(words("terms.txt")), concatenator = "")
toks <- tokens_remove(toks, words("stopwords.txt"))
stage("tokens")
counts <- dfm(toks)
weights <- dfm_tfidf(counts)
stage("TF-IDF")
coded <- tokens_lookup(toks, dictionary(list(policy = words("terms.txt"))))
shares <- dfm(coded)
stage("codings, coverage")
key <- textstat_keyness(counts, target = 1L)
stage("keyness")
parts <- paste(sprintf("\"%s\": %.4f", names(seconds), unlist(seconds)), collapse = ", ")
cat(sprintf("{\"stages\": {%s}, \"figures\": {\"plans\": %d, \"terms\": %d}}\n", parts, ndoc(counts), nfeat(counts)))
