using LtoAutoscope.Storage.Pyramids;

namespace LtoAutoscope.Storage.Tests.Pyramids;

public sealed class FramePackTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Append_ThenOpenAgain_GivesTheLastRecordOfEachFrameAndKind()
    {
        using (FramePack pack = FramePack.Open(_folder.FullPath))
        {
            pack.Append(1, "a01-f0001", 7, [1, 2], [10, 11, 12]);
            pack.Append(2, "a01-f0001", 8, [3], []);
            pack.Append(1, "a01-f0001", 9, [4, 5, 6], [20, 21, 22, 23]);
        }

        using FramePack again = FramePack.Open(_folder.FullPath);
        PackEntry entry = again.Find(1, "a01-f0001")!;
        Assert.Equal(9ul, entry.Tag);
        Assert.Equal([4, 5, 6], entry.Small.ToArray());
        byte[] piece = new byte[2];
        Assert.True(again.TryRead(entry, 1, piece));
        Assert.Equal([21, 22], piece);
        Assert.Equal(8ul, again.Find(2, "a01-f0001")!.Tag);
        Assert.Null(again.Find(1, "a01-f0002"));
        Assert.False(again.TryRead(entry, 3, piece));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(-30)]
    public void Open_TornLastRecord_KeepsTheOthersAndGoesOn(int cut)
    {
        using (FramePack pack = FramePack.Open(_folder.FullPath))
        {
            pack.Append(1, "first", 1, [1], [1]);
            pack.Append(1, "second", 2, [2], [2]);
        }

        string small = _folder.PathOf("small.pack");
        using (FileStream file = File.Open(small, FileMode.Open)) file.SetLength(file.Length + cut);
        using (FramePack torn = FramePack.Open(_folder.FullPath))
        {
            Assert.NotNull(torn.Find(1, "first"));
            Assert.Null(torn.Find(1, "second"));
            torn.Append(1, "second", 3, [3], [3]);
        }

        using FramePack again = FramePack.Open(_folder.FullPath);
        Assert.Equal(3ul, again.Find(1, "second")!.Tag);
    }

    [Fact]
    public void Open_ChangedByte_DoesNotTrustTheRecord()
    {
        using (FramePack pack = FramePack.Open(_folder.FullPath)) pack.Append(1, "frame", 1, [1, 2, 3], []);
        string small = _folder.PathOf("small.pack");
        byte[] bytes = File.ReadAllBytes(small);
        bytes[^12] ^= 1;
        using (FileStream file = File.Create(small)) file.Write(bytes);
        using FramePack damaged = FramePack.Open(_folder.FullPath);
        Assert.Null(damaged.Find(1, "frame"));
    }

    [Fact]
    public void Open_LargePartLost_DoesNotTrustTheRecord()
    {
        using (FramePack pack = FramePack.Open(_folder.FullPath)) pack.Append(1, "frame", 1, [1], [1, 2, 3]);
        File.Delete(_folder.PathOf("large.pack"));
        using FramePack cut = FramePack.Open(_folder.FullPath);
        Assert.Null(cut.Find(1, "frame"));
    }

    public void Dispose() => _folder.Dispose();
}
