using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Annotations;
using LtoAutoscope.Imaging.Formats;

namespace LtoAutoscope.Imaging.Golden;

/// <summary>A picture whose particles are known and that no network was trained on: networks are compared on it.</summary>
/// <param name="Set">The set it belongs to.</param>
/// <param name="ImagePath">Its picture.</param>
/// <param name="Truth">Its particles.</param>
/// <param name="PictureHeightPx">Rows above a data bar; the truth below them is background.</param>
public sealed record GoldenFrame(string Set, string ImagePath, LabelImage Truth, int PictureHeightPx)
{
    /// <summary>Its name.</summary>
    public string Name => Path.GetFileNameWithoutExtension(ImagePath);

    /// <summary>The picture, with its data bar where it has one.</summary>
    public GreyImage Read() => ImageReader.Read(ImagePath).Image;

    /// <summary>The frames of a folder with <c>images/</c> and <c>labels/</c>.</summary>
    /// <param name="set">What to call the set.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="cancellationToken">Ends between two pictures.</param>
    /// <exception cref="InputException">It holds no pictures, or one of its label maps is wrong.</exception>
    public static IReadOnlyList<GoldenFrame> Find(string set, string folder, CancellationToken cancellationToken)
    {
        CheckedAnnotations read = AnnotationFolder.Read(folder, OutlineSource.Labels, null, cancellationToken);
        if (read.Problems.FirstOrDefault(static p => !p.IsWarning) is { } problem) throw new InputException(problem.What, $"{folder}, {problem.Where}", problem.Remedy);
        return [.. read.Pictures.Select(p => new GoldenFrame(set, Path.Combine(folder, "images", p.Source.Name + ".png"), p.Labels, p.Source.PictureHeightPx))];
    }
}
