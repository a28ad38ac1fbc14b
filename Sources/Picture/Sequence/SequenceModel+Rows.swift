extension SequenceModel {
    /// Takes out the rows in which nothing is to be seen.
    mutating func dropEmptyRows() {
        var isUsed = Array(repeating: false, count: rows.count)
        func use(_ row: Int?) { if let row, isUsed.indices.contains(row) { isUsed[row] = true } }
        for arrow in arrows {
            use(arrow.fromRow)
            use(arrow.toRow)
        }
        for mark in marks { use(mark.row) }
        for command in commands { use(command.row) }
        for span in spans {
            use(span.from)
            use(span.to)
        }
        if !isUsed.contains(false) { return }
        // A row that goes hands its place to the next one that stays.
        var place: [Int] = []
        var kept = 0
        for isUsed in isUsed {
            place.append(kept)
            if isUsed { kept += 1 }
        }
        let last = max(kept - 1, 0)
        func move(_ row: inout Int?) { if let old = row { row = min(place[old], last) } }
        for index in arrows.indices {
            move(&arrows[index].fromRow)
            move(&arrows[index].toRow)
        }
        for index in marks.indices { marks[index].row = place[marks[index].row] }
        for index in commands.indices { commands[index].row = place[commands[index].row] }
        for index in spans.indices {
            move(&spans[index].from)
            move(&spans[index].to)
        }
        for index in bands.indices {
            move(&bands[index].from)
            move(&bands[index].to)
        }
        for index in cuts.indices {
            move(&cuts[index].from)
            move(&cuts[index].to)
        }
        rows = zip(rows, isUsed).filter(\.1).map(\.0)
    }
}
