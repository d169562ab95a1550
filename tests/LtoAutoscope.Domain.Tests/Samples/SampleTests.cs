using CsCheck;
using LtoAutoscope.Domain.Samples;

namespace LtoAutoscope.Domain.Tests.Samples;

public sealed class SampleTests
{
    [Theory]
    [InlineData("LTO-70_a.1", true)]
    [InlineData("7", true)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData(".hidden", false)]
    [InlineData("-flag", false)]
    [InlineData("a/b", false)]
    [InlineData("a b", false)]
    [InlineData("name\n", false)]
    [InlineData("µm", false)]
    public void IsValid_Name_FollowsTheRule(string? name, bool expected) => Assert.Equal(expected, SampleName.IsValid(name));

    [Fact]
    public void IsValid_AnyText_NeverLeavesItsFolder() => Gen.String.Sample(text =>
        !SampleName.IsValid(text) || Path.GetFullPath(Path.Combine(Path.GetTempPath(), text)) == Path.Combine(Path.GetTempPath(), text));

    [Fact]
    public void IsValid_SixtyFiveCharacters_IsTooLong()
    {
        Assert.True(SampleName.IsValid(new string('a', 64)));
        Assert.False(SampleName.IsValid(new string('a', 65)));
    }

    [Fact]
    public void Validate_EverythingWrong_ListsEachField()
        => Assert.Equal(["name", "stub", "expected_diameter_nm"], new Sample { Name = "a b", Stub = " ", ExpectedDiameterNm = 0 }.Validate().Select(problem => problem.Split(':')[0]));

    [Fact]
    public void Find_StubByName_IgnoresCase()
    {
        var map = new HolderMap { Name = "h", Stubs = [new Stub("A1", 1, 2, 3)] };
        Assert.Equal("A1", map.Find("a1")!.Name);
        Assert.Null(map.Find("A2"));
    }
}
