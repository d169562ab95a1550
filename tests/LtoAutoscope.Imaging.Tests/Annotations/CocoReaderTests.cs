using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Annotations;

namespace LtoAutoscope.Imaging.Tests.Annotations;

public sealed class CocoReaderTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();
    private readonly List<AnnotationProblem> _problems = [];

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Read_PolygonAndBothRunLengthForms_GiveTheSameSquare()
    {
        const string runs = """{"size":[20,30],"counts":[63,4,16,4,16,4,16,4,473]}""";
        string packed = RunLengthMask.Pack([63, 4, 16, 4, 16, 4, 16, 4, 473]);
        foreach (string segmentation in (string[])["[[3,3,7,3,7,7,3,7]]", runs, $$"""{"size":[20,30],"counts":"{{packed}}"}"""])
        {
            LabelImage labels = Read($$"""{"id":5,"image_id":1,"category_id":1,"segmentation":{{segmentation}}}""")["p"];
            Assert.Empty(_problems);
            Assert.Equal(16, labels.Labels.Count(static l => l == 1));
            Assert.True(labels[3, 3] == 1 && labels[6, 6] == 1 && labels[7, 7] == 0);
        }
    }

    [Theory]
    [InlineData("""{"id":5,"image_id":1,"category_id":1,"segmentation":[[3,3,7,3,7,7]]},{"id":5,"image_id":1,"category_id":1,"segmentation":[[13,3,17,3,17,7]]}""", "annotation id 5", "given twice")]
    [InlineData("""{"id":6,"image_id":9,"category_id":1,"segmentation":[[3,3,7,3,7,7]]}""", "annotation id 6", "image id 9 is unknown")]
    [InlineData("""{"id":7,"image_id":1,"category_id":1,"segmentation":[[3,3,70,3,7,7]]}""", "annotation id 7", "(70, 3) lies outside")]
    [InlineData("""{"id":8,"image_id":1,"category_id":1,"segmentation":[[3,3,4,3]]}""", "annotation id 8", "has 4 numbers")]
    [InlineData("""{"id":9,"image_id":1,"category_id":1,"segmentation":[]}""", "annotation id 9", "empty")]
    [InlineData("""{"id":10,"image_id":1,"category_id":1,"segmentation":[[3,3,4,3,4,4]]}""", "annotation id 10", "pixel")]
    [InlineData("""{"id":11,"image_id":1,"category_id":2,"segmentation":[[3,3,7,3,7,7]]}""", "annotation id 11", "category 2")]
    [InlineData("""{"id":12,"image_id":1,"category_id":1,"bbox":[3,3,4,4]}""", "annotation id 12", "no segmentation")]
    [InlineData("""{"id":13,"image_id":1,"category_id":1,"segmentation":{"size":[30,20],"counts":"00"}}""", "annotation id 13", "20 × 30")]
    [InlineData("""{"id":14,"image_id":1,"category_id":1,"segmentation":{"size":[20,30],"counts":[5,5]}}""", "annotation id 14", "add up to 10")]
    [InlineData("""{"id":15,"image_id":1,"category_id":1,"segmentation":{"size":[20,30],"counts":"~~"}}""", "annotation id 15", "none of its characters")]
    [InlineData("""{"image_id":1,"category_id":1,"segmentation":[[3,3,7,3,7,7]]}""", "annotation number 1", "no id")]
    [InlineData("""{"id":16,"image_id":1,"category_id":1,"segmentation":[[3,3,13,3,13,13,3,13]]},{"id":17,"image_id":1,"category_id":1,"segmentation":[[5,3,13,3,13,13,5,13]]}""", "annotation id 17", "overlaps annotation id 16")]
    public void Read_AnnotationThatCannotBe_IsNamedByItsId(string annotations, string where, string what)
    {
        Read(annotations);
        Assert.Contains(_problems, p => p.Where.Contains(where, StringComparison.Ordinal) && p.What.Contains(what, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""[{"id":1,"file_name":"q.png","width":30,"height":20}]""", "'q.png'", "no such picture")]
    [InlineData("""[{"id":1,"file_name":"images/p.png","width":60,"height":40}]""", "image id 1", "60 × 40")]
    [InlineData("""[{"id":1,"file_name":"p.png","width":30,"height":20},{"id":1,"file_name":"q.png","width":30,"height":20}]""", "image id 1", "given twice")]
    [InlineData("""[{"id":1,"file_name":"p.png","width":30,"height":20},{"id":2,"file_name":"p.png","width":30,"height":20}]""", "image id 2", "same name")]
    public void Read_ImageThatCannotBe_IsNamed(string images, string where, string what)
    {
        Read("", images);
        Assert.Contains(_problems, p => p.Where.Contains(where, StringComparison.Ordinal) && p.What.Contains(what, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[1,2]")]
    [InlineData("""{"images":[]}""")]
    public void Read_NoCocoAtAll_IsRefused(string text)
    {
        File.WriteAllText(_path, text);
        Assert.Throws<InputException>(() => CocoReader.Read(_path, [], _problems));
    }

    [Fact]
    public void Read_AnyBytes_EitherReadsThemOrSaysWhatIsWrong()
    {
        string sound = Document("""{"id":5,"image_id":1,"category_id":1,"segmentation":[[3,3,7,3,7,7,3,7]]}""", Images);
        Gen.Select(Gen.Int[0, sound.Length - 1], Gen.Char["{}[]\",:0-9ae ."]).List[1, 4].Sample(edits =>
        {
            char[] text = sound.ToCharArray();
            foreach ((int at, char sign) in edits) text[at] = sign;
            File.WriteAllText(_path, new string(text));
            try
            {
                CocoReader.Read(_path, [Picture], []);
            }
            catch (InputException)
            {
                // Said clearly; anything else would be a fault of the reader.
            }
        }, iter: 500, threads: 1);
    }

    private const string Images = """[{"id":1,"file_name":"p.png","width":30,"height":20}]""";

    private static PictureSource Picture { get; } = new() { Name = "p", WidthPx = 30, HeightPx = 20, PictureHeightPx = 20 };

    private static string Document(string annotations, string images)
        => $$"""{"images":{{images}},"categories":[{"id":1,"name":"Particle"},{"id":2,"name":"bar"}],"annotations":[{{annotations}}]}""";

    private IReadOnlyDictionary<string, LabelImage> Read(string annotations, string images = Images)
    {
        File.WriteAllText(_path, Document(annotations, images));
        return CocoReader.Read(_path, [Picture], _problems);
    }
}
