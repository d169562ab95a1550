using System.Text.Json;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Baselines;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Domain.Schedules;
using LtoAutoscope.Storage.Configuration;

namespace LtoAutoscope.Storage.Tests.Configuration;

public sealed class StrictYamlTests
{
    [Fact]
    public void Parse_NestedKeys_FillsTheRecordAndKeepsDefaults()
    {
        Recipe recipe = StrictYaml.Parse<Recipe>("name: r\nparticle_goal: 700\nplan:\n  layout: grid\n  grid_columns: 6\nexposure:\n  dwell_us: 2\n", "r.yaml");
        Assert.Equal(700, recipe.ParticleGoal);
        Assert.Equal(PlanLayout.Grid, recipe.Plan.Layout);
        Assert.Equal(6, recipe.Plan.GridColumns);
        Assert.Equal(2, recipe.Exposure.DwellUs);
        Assert.Equal(1024, recipe.Exposure.WidthPx);
    }

    [Theory]
    [InlineData("name: r\nparticle_gaol: 700\n", "r.yaml, line 2", "'particle_goal'")]
    [InlineData("name: r\nexposure:\n  dwel_us: 2\n", "line 3", "'dwell_us'")]
    [InlineData("name: r\nparticle_goal: many\n", "line 2", "whole number")]
    [InlineData("name: r\nexposure:\n  dwell_us: \"2,5\"\n", "line 3", "decimal point")]
    [InlineData("name: r\nexposure: 4\n", "line 2", "group of keys")]
    [InlineData("name: r\nplan:\n  layout: round\n", "line 3", "scattered, grid")]
    [InlineData("name: [r\n", "line", "valid YAML")]
    [InlineData("particle_goal: 5\n", "r.yaml, line 1", "missing: name")]
    [InlineData("name: r\nareas: 3\nareas: 4\n", "line 3", "areas")]
    [InlineData("name: r\n[a]: 4\n", "line 2", "plain keys")]
    [InlineData("name: r\nexposure:\n\tdwell_us: 2\n", "line 3", "a tab")]
    [InlineData("name: ~\n", "r.yaml", "empty")]
    [InlineData("", "r.yaml", "empty")]
    public void Parse_Fault_NamesLineKeyAndRemedy(string yaml, string where, string word)
    {
        var error = Assert.Throws<InputException>(() => StrictYaml.Parse<Recipe>(yaml, "r.yaml"));
        Assert.Contains(where, error.Message, StringComparison.Ordinal);
        Assert.Contains(word, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_StubWithoutPlace_IsRefusedAndNotTakenAsZero()
    {
        var error = Assert.Throws<InputException>(() => StrictYaml.Parse<HolderMap>("name: h\nstubs:\n  - name: a\n    radius_mm: 5\n", "h.yaml"));
        Assert.Equal("h.yaml, line 3", error.Where);
        Assert.Contains("stubs[0].x_mm, stubs[0].y_mm", error.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("recipes/recipe.schema.json", typeof(Recipe))]
    [InlineData("holders/holder.schema.json", typeof(HolderMap))]
    [InlineData("baselines/baseline.schema.json", typeof(Baseline))]
    [InlineData("schedule.schema.json", typeof(ScheduleSettings))]
    public void Schema_Shipped_HasExactlyTheKeysOfTheRecord(string schema, Type type)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(ConfigFolder(), schema)));
        AssertKeys(document.RootElement, type);

        static void AssertKeys(JsonElement element, Type record)
        {
            var properties = record.GetProperties().Where(p => p.CanWrite).ToDictionary(p => JsonNamingPolicy.SnakeCaseLower.ConvertName(p.Name));
            var keys = element.GetProperty("properties").EnumerateObject().ToDictionary(p => p.Name, p => p.Value);
            Assert.Equal(properties.Keys.Order(), keys.Keys.Order());
            foreach ((string key, JsonElement value) in keys)
            {
                Type inner = properties[key].PropertyType;
                if (value.TryGetProperty("items", out JsonElement items)) AssertKeys(items, inner.GetGenericArguments()[0]);
                else if (value.TryGetProperty("properties", out _)) AssertKeys(value, inner);
            }
        }
    }

    [Fact]
    public void Load_RecipeOutOfRange_ListsEveryProblem()
    {
        string path = Path.Combine(Path.GetTempPath(), $"recipe-{Guid.NewGuid():N}.yaml");
        try
        {
            using (StreamWriter writer = File.CreateText(path)) writer.Write("name: r\nparticle_goal: 0\nexposure:\n  bits_per_pixel: 12\n");
            var error = Assert.Throws<InputException>(() => RecipeFile.Load(path));
            Assert.Contains("particle_goal", error.Message, StringComparison.Ordinal);
            Assert.Contains("bits_per_pixel", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Load_EveryShippedRecipeAndHolder_IsSound()
    {
        string config = ConfigFolder();
        string[] recipes = Directory.GetFiles(Path.Combine(config, "recipes"), "*.yaml");
        Assert.NotEmpty(recipes);
        Assert.All(recipes, path => Assert.Equal(Path.GetFileNameWithoutExtension(path), RecipeFile.Load(path).Name));
        var axis = new AxisRange(-48, 48);
        var twin = new StageLimits(axis, axis, axis, axis, axis);
        string[] holders = Directory.GetFiles(Path.Combine(config, "holders"), "*.yaml");
        Assert.True(holders.Length >= 8);
        Assert.All(holders, path => Assert.Equal(Path.GetFileNameWithoutExtension(path), HolderFile.Load(path, twin).Name));
        Assert.Contains(holders, path => HolderFile.Load(path) is { KeepOuts.Count: > 0 } map && map.Stubs.Any(stub => stub.Grating is not null));
        Assert.NotEmpty(ScheduleFile.Find(config).Recurring);
    }

    [Fact]
    public void Load_OverlappingStubs_AreRefused()
    {
        string path = Path.Combine(Path.GetTempPath(), $"holder-{Guid.NewGuid():N}.yaml");
        try
        {
            using (StreamWriter writer = File.CreateText(path)) writer.Write("name: h\nstubs:\n  - { name: a, x_mm: 0, y_mm: 0, radius_mm: 5 }\n  - { name: b, x_mm: 6, y_mm: 0, radius_mm: 5 }\n");
            Assert.Contains("overlap", Assert.Throws<InputException>(() => HolderFile.Load(path)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Load_HolderThatTheStageDoesNotReach_NamesTheStub()
    {
        var axis = new AxisRange(-20, 20);
        var error = Assert.Throws<InputException>(() => HolderFile.Load(Path.Combine(ConfigFolder(), "holders", "nine-stubs.yaml"), new StageLimits(axis, axis, axis, axis, axis)));
        Assert.Contains("stub '1' reaches", error.What, StringComparison.Ordinal);
        Assert.DoesNotContain("stub '5'", error.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_Schedule_ReadsDaysAndSaysWhatIsWrong()
    {
        ScheduleSettings schedule = StrictYaml.Parse<ScheduleSettings>("windows:\n  - { name: n, from: \"19:00\", to: \"07:00\", days: [monday, friday] }\nrecurring:\n  - { task: t, at: \"03:00\", missed: skip }\n", "s.yaml");
        Assert.Equal([DayOfWeek.Monday, DayOfWeek.Friday], schedule.Windows[0].Days);
        Assert.Equal(MissedRun.Skip, schedule.Recurring[0].Missed);
        var error = Assert.Throws<InputException>(() => StrictYaml.Parse<ScheduleSettings>("windows:\n  - { name: n, from: \"19:00\", to: \"07:00\", days: [someday] }\n", "s.yaml"));
        Assert.Contains("sunday, monday", error.Message, StringComparison.Ordinal);
    }

    private static string ConfigFolder()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !Directory.Exists(Path.Combine(folder, "config", "recipes"))) folder = Path.GetDirectoryName(folder);
        return Path.Combine(folder!, "config");
    }

    [Theory]
    [InlineData("name: &x\n  a: *x\n", "aliases")]
    [InlineData("a: &x 1\nb: *x\n", "aliases")]
    [InlineData("deep", "nested deeper")]
    public void Check_WhatCouldEndTheProcess_IsRefusedInWords(string yaml, string expected)
    {
        if (yaml == "deep") yaml = "a: " + new string('[', 20_000) + new string(']', 20_000);
        LtoAutoscope.Domain.InputException refused = Assert.Throws<LtoAutoscope.Domain.InputException>(() => LtoAutoscope.Storage.Configuration.StrictYaml.Parse<LtoAutoscope.Domain.Recipes.Recipe>(yaml, "recipe.yaml"));
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.NotEmpty(LtoAutoscope.Storage.Recipes.RecipeYaml.Read(yaml, null).Problems);
    }
}
