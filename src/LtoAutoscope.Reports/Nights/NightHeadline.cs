namespace LtoAutoscope.Reports.Nights;

/// <summary>The sentence that stands first. It says “all” (or “both”) only where every sample reached its goal.</summary>
public static class NightHeadline
{
    private static readonly string[] Words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

    /// <summary>How the samples stand: the first sentence.</summary>
    public static string Outcome(NightSummary night)
    {
        ArgumentNullException.ThrowIfNull(night);
        int all = night.Samples.Count, reached = night.Samples.Count(sample => sample.Goal == GoalState.Reached), running = night.Samples.Count(sample => sample.Goal == GoalState.Running);
        if (all == 0) return "No sample was in the queue.";
        if (night.Samples.All(sample => sample.Goal == GoalState.NotRun)) return all == 1 ? "The sample was not begun." : $"None of the {Word(all)} samples was begun.";
        string goal = all == 1
            ? reached == 1 ? "The sample reached its goal." : running == 1 ? "The sample is still running." : "The sample did not reach its goal."
            : reached == all ? all == 2 ? "Both samples reached their goals." : $"All {Word(all)} samples reached their goals."
            : reached == 0 ? running == all ? all == 2 ? "Both samples are still running." : $"All {Word(all)} samples are still running." : $"None of the {Word(all)} samples reached its goal{(running > 0 ? " yet" : "")}."
            : $"{Capital(Word(reached))} of {Word(all)} samples reached {(reached == 1 ? "its goal" : "their goals")}.";
        return running > 0 && all > 1 && running < all ? $"{goal} {Capital(Word(running))} {(running == 1 ? "is" : "are")} still running." : goal;
    }

    /// <summary>What that means for a person: the second sentence.</summary>
    public static string Need(NightSummary night)
    {
        ArgumentNullException.ThrowIfNull(night);
        NightSample[] behind = [.. night.Samples.Where(sample => sample.Goal is not (GoalState.Reached or GoalState.Running or GoalState.Cancelled))];
        if (night.ToDo.FirstOrDefault(task => task.IsUrgent) is { } urgent) return $"First: {urgent.Title.TrimEnd('.')}.";
        if (behind.Length == 1) return $"One needs your hand: {behind[0].Name}{(behind[0].Stub.Length > 0 ? $", stub {behind[0].Stub}" : "")}.";
        if (behind.Length > 1) return $"{Capital(Word(behind.Length))} need your hand: {string.Join(", ", behind.Take(4).Select(sample => sample.Name))}{(behind.Length > 4 ? "…" : "")}.";
        if (night.ToDo.Count > 0) return night.ToDo.Count == 1 ? $"One thing to do: {night.ToDo[0].Title.TrimEnd('.')}." : $"{Capital(Word(night.ToDo.Count))} things to do before tonight.";
        return night.Samples.Any(sample => sample.Goal == GoalState.Running) ? "" : night.Samples.Count == 0 ? "" : "Nothing needs your hand.";
    }

    internal static string Word(int count) => count < Words.Length ? Words[count] : count.ToString(System.Globalization.CultureInfo.InvariantCulture);

    internal static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
