using System.Text.Json;
using LtoAutoscope.Daemon.Alerts.Configuration;
using LtoAutoscope.Daemon.Hosting;
using LtoAutoscope.Daemon.Telemetry;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Nights;
using LtoAutoscope.Storage.Configuration;

namespace LtoAutoscope.Daemon.Tests.Alerts;

public sealed class AlertFileTests
{
    private static string Config => ContentFolders.Locate().Config;

    [Theory]
    [InlineData("alerts.schema.json", typeof(AlertSettings))]
    [InlineData("telemetry.schema.json", typeof(TelemetrySettings))]
    public void Schema_Shipped_HasExactlyTheKeysOfTheRecord(string schema, Type type)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Config, schema)));
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
    public void Load_Shipped_IsSoundAndSwitchedOff()
    {
        Assert.False(AlertFile.Load(Config).Enabled);
        Assert.Null(TelemetryFile.Load(Config).OtlpEndpoint);
    }

    /// <summary>Whoever takes the comment signs away gets what the file says.</summary>
    [Fact]
    public void Load_ShippedExampleWithoutCommentSigns_IsSound()
    {
        string[] lines = [.. File.ReadAllLines(Path.Combine(Config, AlertFile.FileName)).Where(line => IsExample(line) || !line.StartsWith('#')).Select(line => line.StartsWith("# ", StringComparison.Ordinal) ? line[2..] : line)];
        AlertSettings settings = StrictYaml.Parse<AlertSettings>(string.Join('\n', lines), AlertFile.FileName) with { Enabled = true };
        Assert.Empty(settings.Validate());
        Assert.Equal(["anna", "chat", "phone"], settings.ChannelNames());
        Assert.Equal([LabEventKind.Done, LabEventKind.BelowGoal, LabEventKind.Skipped, LabEventKind.NightEnded], settings.Rules[1].Kinds);
        Assert.Equal("22:00", settings.QuietHours!.From);

        static bool IsExample(string line)
        {
            if (!line.StartsWith("# ", StringComparison.Ordinal)) return false;
            string text = line[2..].TrimStart();
            return text.StartsWith("- ", StringComparison.Ordinal) || System.Text.RegularExpressions.Regex.IsMatch(text, "^[a-z_]+:( |$)");
        }
    }

    [Theory]
    [InlineData("enabled: true\n", "there is no channel")]
    [InlineData("webhook:\n  - { name: a, url: nowhere }\n", "webhook[0].url")]
    [InlineData("push:\n  - { name: a, topic: 'a b' }\n", "push[0].topic")]
    [InlineData("webhook:\n  - { name: a, url: 'http://h/' }\n  - { name: a, url: 'http://h/' }\n", "two are named 'a'")]
    [InlineData("email:\n  - { name: a, server: h, from: nobody, to: [x@y.z] }\n", "email[0].from")]
    [InlineData("email:\n  - { name: a, server: h, from: a@b.c, to: [x@y.z], user: u }\n", "email[0].password_from")]
    [InlineData("email:\n  - { name: a, server: h, from: a@b.c, to: [x@y.z], user: u, password_from: 'env:X', security: none }\n", "email[0].security")]
    [InlineData("rules:\n  - { name: r, to: [phone] }\n", "there is no channel 'phone'")]
    [InlineData("webhook:\n  - { name: a, url: 'http://h/' }\nrules:\n  - { name: r, to: [a], escalate: [{ after_minutes: 5, to: [a] }, { after_minutes: 5, to: [a] }] }\n", "escalate[1].after_minutes")]
    [InlineData("quiet_hours: { from: \"22:00\", to: \"7\" }\n", "quiet_hours.to")]
    [InlineData("quiet_hours: { from: \"22:00\", to: \"07:00\", time_zone: Atlantis }\n", "Atlantis")]
    [InlineData("delivery: { attempts: 0 }\n", "delivery.attempts")]
    [InlineData("no_tile_minutes: 0\n", "no_tile_minutes")]
    public void Validate_Fault_NamesTheKey(string yaml, string word)
        => Assert.Contains(StrictYaml.Parse<AlertSettings>(yaml, "alerts.yaml").Validate(), problem => problem.Contains(word, StringComparison.Ordinal));

    [Fact]
    public void Read_SecretThatIsNotThere_NamesKeyAndSourceAndNeverASecret()
    {
        Assert.Contains("LTO_TEST_NO_SUCH_SECRET", Assert.Throws<InputException>(() => Secret.Read("env:LTO_TEST_NO_SUCH_SECRET", "email 'anna': password_from")).Message, StringComparison.Ordinal);
        Assert.Contains("password_from", Assert.Throws<InputException>(() => Secret.Read("file:/no/such/file", "email 'anna': password_from")).Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", Assert.Throws<InputException>(() => Secret.Read("hunter2", "password_from")).Message, StringComparison.Ordinal);
        Assert.Equal("hunter2", Secret.Read("clear:hunter2", "password_from"));
        Assert.Null(Secret.Read(null, "password_from"));
    }

    [Theory]
    [InlineData("2026-03-20T21:59:00Z", null)]
    [InlineData("2026-03-20T22:00:00Z", "2026-03-21T07:00:00Z")]
    [InlineData("2026-03-21T03:00:00Z", "2026-03-21T07:00:00Z")]
    [InlineData("2026-03-21T07:00:00Z", null)]
    public void EndAfter_OverMidnight_IsTheNextMorning(string at, string? expected)
    {
        var quiet = new QuietHours { From = "22:00", To = "07:00", TimeZone = "UTC" };
        Assert.Equal(expected is null ? null : DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), quiet.EndAfter(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture), TimeZoneInfo.Local));
    }
}
