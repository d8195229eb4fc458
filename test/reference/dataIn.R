# Writes small files as R does: Matrix::writeMM, write.csv, write.table. test/reference/dataIn.py reads what scanpy and pandas see.
# Run from the repository root, before the script in Python: Rscript test/reference/dataIn.R
library(Matrix)
folder <- "test/reference/dataInR"
unlink(folder, recursive = TRUE)
dir.create(folder)
set.seed(1)
counts <- matrix(rpois(6 * 5, 0.8), 6, dimnames = list(paste0("G", 1:6), paste0("cell.", 1:5))) # genes x cells
sparse <- as(as(as(counts, "dMatrix"), "generalMatrix"), "CsparseMatrix")
at <- function(name) file.path(folder, name)
invisible(writeMM(sparse, at("general.mtx")))
invisible(writeMM(as(sparse, "nMatrix"), at("pattern.mtx")))
invisible(writeMM(crossprod(sparse), at("symmetric.mtx")))
invisible(writeMM(sparse / 3, at("real.mtx")))
write.csv(counts / 4, at("table.csv"))
write.csv2(counts / 4, at("csv2.csv")) # semicolons and decimal commas
write.table(counts, at("table.txt"))
write.table(counts, at("table.tsv"), sep = "\t", quote = FALSE)
write.table(counts, at("named.tsv"), sep = "\t", quote = FALSE, col.names = NA)
