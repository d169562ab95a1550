using LtoAutoscope.Twin.Faults;

namespace LtoAutoscope.Instruments.Tests.Faults;

/// <summary>
/// Every fault of the script on every protocol that can see it, over real sockets and pseudo-terminals: each ends in its named fault or in recovery, in bounded time;
/// afterwards the driver works again; no move is sent twice; the stage never leaves its travel.
/// </summary>
[Collection(Name)]
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class FaultMatrixTests
{
    private const string Name = "fault matrix";

    /// <summary>No wire tells of them; the picture does.</summary>
    private static readonly string[] OnlyThePictureTells = ["sample_drift", "focus_jump", "scale_drift"];

    public static TheoryData<string, string, FaultDeed, string> Rows
    {
        get
        {
            var rows = new TheoryData<string, string, FaultDeed, string>();
            foreach (FaultRow row in FaultRows.All) rows.Add(row.Link, row.Fault, row.Deed, row.Endings);
            return rows;
        }
    }

    [Fact]
    public void Rows_All_HaveEveryFaultOfTheScript()
        => Assert.Equal(FaultOrder.Names.Except(OnlyThePictureTells).Order(), FaultRows.All.Select(row => row.FaultName).Distinct().Order());

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Row_OfTheMatrix_EndsAsItSaysAndTheDriverWorksAgain(string link, string fault, FaultDeed deed, string endings)
    {
        if (link.EndsWith(" pty", StringComparison.Ordinal) && !OperatingSystem.IsLinux()) Assert.Skip("Pseudo-terminals are to be had on Linux only.");
        await FaultMatrix.PlayAsync(FaultRows.All.Single(row => (row.Link, row.Fault, row.Deed, row.Endings) == (link, fault, deed, endings)));
    }
}
