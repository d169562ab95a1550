using LtoAutoscope.Domain;
using LtoAutoscope.Storage.Recipes;

namespace LtoAutoscope.Storage.Tests.Recipes;

public sealed class RecipeYamlTests
{
    private const string Text = """
        # a lab's recipe
        name: lab
        particle_goal: 500        # whole particles
        exposure:
          dwell_us: 3
          width_px: 1024   # pixels
        focus: {steps: 9}

        """;

    [Theory]
    [InlineData("particle_goal", "800", "particle_goal: 800        # whole particles")]
    [InlineData("exposure.dwell_us", "0.5", "  dwell_us: 0.5\n")]
    [InlineData("exposure.width_px", "2048", "  width_px: 2048   # pixels")]
    [InlineData("exposure.beam_energy_kv", "10", "exposure:\n  beam_energy_kv: 10\n")]
    [InlineData("plan.layout", "grid", "plan:\n  layout: grid\n")]
    [InlineData("areas", "7", "\nareas: 7\n")]
    public void Set_Value_ChangesThatLineAndKeepsTheRest(string key, string value, string expected)
    {
        string changed = RecipeYaml.Set(Text, key, value);
        Assert.Contains(expected, changed, StringComparison.Ordinal);
        Assert.Contains("# a lab's recipe", changed, StringComparison.Ordinal);
        Assert.Contains("# whole particles", changed, StringComparison.Ordinal);
        Assert.Equal(value, RecipeYaml.Values(changed)[key]);
        Assert.NotNull(RecipeYaml.Read(changed, "lab").Recipe);
    }

    [Fact]
    public void Set_Nothing_TakesTheKeyOut()
    {
        string changed = RecipeYaml.Set(Text, "particle_goal", "");
        Assert.DoesNotContain("particle_goal", changed, StringComparison.Ordinal);
        Assert.Equal(500, RecipeYaml.Read(changed, "lab").Recipe!.ParticleGoal); // the default
    }

    [Theory]
    [InlineData("focus.every_frames", "3")] // its group is written in one line
    [InlineData("name", "a: b")]
    [InlineData("exposure", "3")]
    public void Set_WhatCannotBeDoneInPlace_IsRefused(string key, string value)
        => Assert.Throws<InputException>(() => RecipeYaml.Set(Text, key, value));

    [Fact]
    public void Read_SeveralProblems_ListsEachAtItsLine()
    {
        RecipeReading reading = RecipeYaml.Read("name: lab\nparticel_goal: 5\nareas: many\nexposure:\n  dwell_us: 5000\n  bits_per_pixel: 12\n", "lab");
        Assert.Null(reading.Recipe);
        Assert.Equal(
            [(2, "particel_goal"), (3, "areas"), (5, "exposure.dwell_us"), (6, "exposure.bits_per_pixel")],
            reading.Problems.Select(problem => (problem.Line ?? 0, problem.Field)));
        Assert.Contains("Did you mean 'particle_goal'?", reading.Problems[0].Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OtherName_IsAProblemOfItsLine()
        => Assert.Equal((2, "name"), (RecipeYaml.Read(Text, "other").Problems[0].Line, RecipeYaml.Read(Text, "other").Problems[0].Field));

    [Fact]
    public void Read_NoYaml_TellsTheLine() => Assert.Equal(2, Assert.Single(RecipeYaml.Read("name: lab\n\tareas: 3\n", "lab").Problems).Line);
}
