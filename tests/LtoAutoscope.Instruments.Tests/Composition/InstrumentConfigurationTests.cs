using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Instruments.Transports;
using YamlDotNet.RepresentationModel;
using System.Text.Json;

namespace LtoAutoscope.Instruments.Tests.Composition;

public sealed class InstrumentConfigurationTests
{
    private const string Smallest = """
        name: mine
        limits:
          x_mm: [-1, 1]
          y_mm: [-2, 2]
          z_mm: [0, 3]
          rotation_deg: [0, 0]
          tilt_deg: [0, 0]
        """;

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "config", "instruments");

    public static TheoryData<string> ShippedFiles() => [.. Directory.EnumerateFiles(Folder, "*.yaml").Select(file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(ShippedFiles))]
    public async Task Load_ShippedFile_IsRead(string file)
    {
        InstrumentConfiguration configuration = await InstrumentConfiguration.LoadAsync(Path.Combine(Folder, file), TestContext.Current.CancellationToken);
        Assert.Equal(file.StartsWith("twin", StringComparison.Ordinal), configuration.IsSimulated);
        Assert.All(configuration.Endpoints, endpoint => Assert.NotEmpty(endpoint));
        Assert.NotNull(configuration.Park.SafePosition);
    }

    [Fact]
    public void Parse_Smallest_HasTheDefaults()
    {
        InstrumentConfiguration configuration = InstrumentConfiguration.Parse(Smallest, "mine.yaml");
        Assert.Equal("127.0.0.1", configuration.SharkSem.Host);
        Assert.Equal(3, configuration.Envelope.Limits.Z.High);
        Assert.All(configuration.Parts, part => Assert.Equal("sharksem", part.Part.Protocol));
        Assert.Null(configuration.Park.SafePosition);
    }

    [Theory]
    [InlineData("\nlimts: 3", "limts", "line 8", "Did you mean 'limits'")]
    [InlineData("\nsafety:\n  maximum_step: 3", "safety.maximum_step", "line 9", "Did you mean 'maximum_step_mm'")]
    [InlineData("\nsafety:\n  maximum_step_mm: wide", "safety.maximum_step_mm", "line 9", "Write a number")]
    [InlineData("\ncolumn:\n  protocol: sharksam", "column.protocol", "line 9", "did you mean 'sharksem'")]
    [InlineData("\nstage:\n  protocol: prior", "stage.port", "mine.yaml", "Name a serial port")]
    [InlineData("\ncolumn:\n  protocol: prior\n  port: COM3", "column.protocol", "line 9", "Use one of sharksem, remcon32")]
    [InlineData("\nstage:\n  protocol: grbl\n  port: COM3\n  axes: {w: A}", "stage.axes.w", "line 11", "Did you mean")]
    [InlineData("\nimage_source:\n  kind: watched_folder", "image_source.folder", "line 9", "Add a line")]
    [InlineData("\nstage:\n  protocol: tango\n  host: 10.0.0.5\n  port: com3", "stage.port", "line 11", "Write a number")]
    [InlineData("\nz_towards_lens: 0", "z_towards_lens", "line 8", "Use 1")]
    [InlineData("\nsafety:\n  z_by_tilt: [{tilt_deg: 5, z_mm: 1}, {tilt_deg: 5, z_mm: 2}]", "safety.z_by_tilt", "line 9", "Sort")]
    [InlineData("\nscanner:\n  port: 9000", "scanner.port", "line 9", "Leave host and port out")]
    public void Parse_WrongKeyOrValue_IsRefusedByNameLineAndHint(string addition, string key, string where, string remedy)
    {
        InputException refused = Assert.Throws<InputException>(() => InstrumentConfiguration.Parse(Smallest + addition, "mine.yaml"));
        Assert.Contains(key, refused.What, StringComparison.Ordinal);
        Assert.Contains("mine.yaml", refused.Where, StringComparison.Ordinal);
        Assert.Contains(where, refused.Where, StringComparison.Ordinal);
        Assert.Contains(remedy, refused.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_NoYaml_IsRefusedWithItsLine()
        => Assert.Contains("line 2", Assert.Throws<InputException>(() => InstrumentConfiguration.Parse("name: a\n  b: [", "mine.yaml")).Where, StringComparison.Ordinal);

    [Fact]
    public void Parse_PriorStage_HasItsOwnPort()
    {
        InstrumentConfiguration configuration = InstrumentConfiguration.Parse(Smallest + "\nstage: {protocol: prior, port: /dev/ttyUSB0, baud: 19200}\nsafe_position: {z_mm: 1}", "mine.yaml");
        var port = Assert.IsType<SerialEndpoint>(configuration.Stage.Endpoint);
        Assert.Equal(("/dev/ttyUSB0", 19200), (port.Port, port.Settings.BaudRate));
        Assert.Equal(["127.0.0.1:8300", "/dev/ttyUSB0"], configuration.Endpoints);
        Assert.Equal(new StageTarget(ZMm: 1), configuration.Park.SafePosition);
    }

    [Fact]
    public void At_Endpoint_ReplacesHostAndPort()
    {
        InstrumentConfiguration configuration = InstrumentConfiguration.Parse(Smallest, "mine.yaml").At("localhost:9000");
        Assert.Equal(("localhost", 9000), (configuration.SharkSem.Host, configuration.SharkSem.Port));
        Assert.Throws<InputException>(() => configuration.At("localhost"));
    }

    [Fact]
    public void At_AnotherSerialPort_KeepsItsSettings()
    {
        InstrumentConfiguration configuration = InstrumentConfiguration.Parse(Smallest + "\nstage: {protocol: prior, port: /dev/ttyUSB0, baud: 19200}", "mine.yaml").At("prior", "/dev/ttyUSB1");
        var port = Assert.IsType<SerialEndpoint>(configuration.Stage.Endpoint);
        Assert.Equal(("/dev/ttyUSB1", 19200), (port.Port, port.Settings.BaudRate));
        Assert.Equal(new TcpEndpoint("10.0.0.7", 4001), configuration.At("prior", "10.0.0.7:4001").Stage.Endpoint);
    }

    [Theory]
    [MemberData(nameof(ShippedFiles))]
    public async Task Schema_NamesEveryKeyOfTheShippedFiles(string file)
    {
        using JsonDocument schema = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, "instrument.schema.json"), TestContext.Current.CancellationToken));
        var yaml = new YamlStream();
        yaml.Load(new StringReader(await File.ReadAllTextAsync(Path.Combine(Folder, file), TestContext.Current.CancellationToken)));
        AssertNamed((YamlMappingNode)yaml.Documents[0].RootNode, schema.RootElement);
    }

    private static void AssertNamed(YamlMappingNode map, JsonElement schema)
    {
        if (schema.TryGetProperty("oneOf", out JsonElement forms)) schema = forms[0];
        foreach ((YamlNode key, YamlNode value) in map.Children)
        {
            if (!schema.TryGetProperty("properties", out _))
            {
                Assert.True(schema.TryGetProperty("additionalProperties", out _), $"The schema does not name '{key}'.");
                continue;
            }

            Assert.True(schema.GetProperty("properties").TryGetProperty(key.ToString(), out JsonElement entry), $"The schema does not name '{key}'.");
            Assert.True(entry.TryGetProperty("description", out _) || entry.TryGetProperty("const", out _) || entry.TryGetProperty("type", out _) || entry.TryGetProperty("enum", out _));
            if (value is YamlMappingNode child) AssertNamed(child, entry);
        }
    }
}
