extension LessonPage {
    /// A page to begin with, for `lesson new`. It runs as it stands; only its trace is still to be recorded.
    public static func template(title: String, name: String) -> String {
        """
        ---
        insight: The one thing that a reader should take home
        misconception: What many believe before
        minutes: 5
        needs: [01-one-write]
        tracks: []
        sources: []
        ---
        # \(title)

        Show first what goes wrong, or what surprises. Say what to watch before each block.

        ```scenario quietly
        ensemble 3
        start all
        run until leader established
        connect c1 to follower 1
        ```

        ```predict
        The leader crashes in the middle of a write. Who leads next?
        a) The other server with the highest id
           when: leader s2
        b) Nobody, until s3 is back
           when: no leader
        elsewhere:
          crash all
        ```

        <details><summary>Answers</summary>

        - **a** Two of three are a quorum, and their histories are equal: the id decides.
        - **b** It would take a second crash for that.

        </details>

        ```scenario
        crash leader
        run until leader established
        ```

        ```trace decisions where any elects
        ```

        ```note
        when: s2 becomes leading
        Narration for the one step that matters.
        ```

        ```try
        Let nobody lead.
        goal: no leader
        ```

        <details><summary>Hint</summary>

        How many servers make a quorum of three?

        </details>

        <details><summary>Solution</summary>

        ```scenario
        crash leader
        ```

        </details>

        ```picture sequence
        caption: From the crash to the new leader
        since: s3 crashes
        until: s2 becomes leading
        ```

        ![From the crash to the new leader](../Output/\(name)-1.svg)

        ## In real ZooKeeper

        The log line, the four-letter word or the setting that shows it.

        """
    }
}
