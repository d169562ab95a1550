using CsCheck;
using LtoAutoscope.Domain;
using LtoAutoscope.Instruments.Recording;

namespace LtoAutoscope.Instruments.Tests.Recording;

public sealed class WireLineTests
{
    private static readonly DateTimeOffset At = new DateTimeOffset(2026, 11, 26, 3, 4, 5, TimeSpan.Zero).AddMicroseconds(123456);

    [Fact]
    public void Format_Bytes_IsTheDocumentedLine()
    {
        var record = new WireRecord { At = At, Elapsed = TimeSpan.FromSeconds(12.345678), Connection = 3, Purpose = "control", Kind = WireRecordKind.Sent, Bytes = "STA \"\\x\"\r\n\0"u8.ToArray(), Omitted = 7 };
        Assert.Equal("2026-11-26T03:04:05.123456Z 12.345678 #3 control > \"STA \\\"\\\\x\\\"\\r\\n\\x00\" +7", WireLine.Format(record));
        Assert.Equal("2026-11-26T03:04:05.123456Z 12.345678 #3 control + 127.0.0.1:8300", WireLine.Format(record with { Kind = WireRecordKind.Opened, Text = "127.0.0.1:8300", Bytes = default }));
        Assert.Equal("2026-11-26T03:04:05.123456Z 12.345678 #3 control -", WireLine.Format(record with { Kind = WireRecordKind.Closed, Bytes = default }));
    }

    [Fact]
    public void Parse_OfFormat_GivesTheSameRecord()
        => Gen.Select(Gen.Byte.Array[0, 300], Gen.Long[0, 1L << 40], Gen.Int[0, 10_000], Gen.Bool, Gen.Int[0, int.MaxValue])
            .Sample((bytes, omitted, connection, sent, microseconds) =>
            {
                var record = new WireRecord
                {
                    At = At, Elapsed = TimeSpan.FromMicroseconds(microseconds), Connection = connection, Purpose = "data",
                    Kind = sent ? WireRecordKind.Sent : WireRecordKind.Received, Bytes = bytes, Omitted = omitted,
                };
                string line = WireLine.Format(record);
                WireRecord read = WireLine.Parse(line)!;
                Assert.DoesNotContain('\n', line);
                Assert.Equal(bytes, read.Bytes.ToArray());
                Assert.Equal(record with { Bytes = read.Bytes }, read);
            });

    [Fact]
    public void Parse_AnyText_GivesARecordOrAFormatException()
        => Gen.String[0, 80].Sample(text =>
        {
            try
            {
                _ = WireLine.Parse(text);
            }
            catch (FormatException)
            {
                // The one way to refuse.
            }
        });

    [Theory]
    [InlineData("2026-11-26T03:04:05.123456Z 1.0 #1 control >")]
    [InlineData("2026-11-26T03:04:05.123456Z 1.0 #1 control > \"abc")]
    [InlineData("2026-11-26T03:04:05.123456Z 1.0 #1 control > \"a\\q\"")]
    [InlineData("2026-11-26T03:04:05.123456Z 1.0 #1 control > \"a\\x1\"")]
    [InlineData("2026-11-26T03:04:05.123456Z 1.0 #1 control > \"a\" 3")]
    [InlineData("2026-11-26T03:04:05.123456Z 1.0 1 control > \"a\"")]
    [InlineData("2026-11-26T03:04:05.123456Z x #1 control > \"a\"")]
    [InlineData("yesterday 1.0 #1 control > \"a\"")]
    [InlineData("2026-11-26T03:04:05.123456Z 1.0 #1 control * \"a\"")]
    public void Parse_Malformed_IsRefused(string line) => Assert.Throws<FormatException>(() => WireLine.Parse(line));

    [Fact]
    public void LogParse_UnfinishedLastLine_IsAWarningAndAnyOtherOneIsRefused()
    {
        string good = "2026-11-26T03:04:05.123456Z 1.0 #1 control + host:1", half = "2026-11-26T03:04:05.123456Z 1.0 #1 control > \"a";
        var log = WireLog.Parse("f", [WireLine.Header, good, half]);
        Assert.Single(log.Entries);
        Assert.Contains("f:3", Assert.Single(log.Warnings), StringComparison.Ordinal);
        Assert.Contains("f:2", Assert.Throws<InputException>(() => WireLog.Parse("f", [WireLine.Header, half, good])).Message, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => WireLog.Parse("f", [good]));
    }
}
