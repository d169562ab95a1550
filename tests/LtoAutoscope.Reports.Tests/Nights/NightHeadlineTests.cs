using CsCheck;
using LtoAutoscope.Reports.Nights;

namespace LtoAutoscope.Reports.Tests.Nights;

public sealed class NightHeadlineTests
{
    private static readonly Gen<GoalState> Goals = Gen.Enum<GoalState>();

    /// <summary>The law of the page: success is said of as many samples as reached their goal, and of all only when all did.</summary>
    [Fact]
    public void Outcome_AnyNight_NeverSaysMoreThanWasReached()
        => Goals.Array[0, 14].Sample(goals =>
        {
            NightSummary night = Night(goals);
            int reached = goals.Count(goal => goal == GoalState.Reached);
            string sentence = NightHeadline.Outcome(night);
            bool saysAll = (sentence.StartsWith("All", StringComparison.Ordinal) || sentence.StartsWith("Both", StringComparison.Ordinal)) && sentence.Contains("reached", StringComparison.Ordinal) || sentence == "The sample reached its goal.";
            Assert.Equal(goals.Length > 0 && reached == goals.Length, saysAll);
            if (reached > 0 && reached < goals.Length) Assert.StartsWith($"{NightHeadline.Capital(NightHeadline.Word(reached))} of {NightHeadline.Word(goals.Length)} ", sentence, StringComparison.Ordinal);
            if (goals.Any(goal => goal is not (GoalState.Reached or GoalState.Running or GoalState.Cancelled))) Assert.DoesNotContain("Nothing needs your hand", NightHeadline.Need(night), StringComparison.Ordinal);
        });

    [Theory]
    [InlineData("Six of seven samples reached their goals.", 6, 1, 0)]
    [InlineData("One of two samples reached its goal.", 1, 1, 0)]
    [InlineData("None of the three samples reached its goal.", 0, 3, 0)]
    [InlineData("Both samples reached their goals.", 2, 0, 0)]
    [InlineData("Two of three samples reached their goals. One is still running.", 2, 0, 1)]
    [InlineData("No sample was in the queue.", 0, 0, 0)]
    public void Outcome_Counts_AreWords(string expected, int reached, int failed, int running)
        => Assert.Equal(expected, NightHeadline.Outcome(Night([.. Enumerable.Repeat(GoalState.Reached, reached), .. Enumerable.Repeat(GoalState.BelowGoal, failed), .. Enumerable.Repeat(GoalState.Running, running)])));

    [Fact]
    public void Need_UrgentTask_ComesFirst()
    {
        NightSummary night = Night([GoalState.Reached, GoalState.Failed]) with { ToDo = [new NightTask("Look at the instrument", "The park was not confirmed.", IsUrgent: true)] };
        Assert.Equal("First: Look at the instrument.", NightHeadline.Need(night));
    }

    private static NightSummary Night(GoalState[] goals) => new()
    {
        Date = new DateOnly(2026, 3, 19), From = ExampleNight.Evening, To = ExampleNight.Evening, GeneratedAt = ExampleNight.Evening,
        Samples = [.. goals.Select((goal, i) => new NightSample { Name = $"S{i}", Goal = goal })],
    };
}
