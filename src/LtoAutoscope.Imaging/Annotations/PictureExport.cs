using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Segmentation;

namespace LtoAutoscope.Imaging.Annotations;

/// <summary>Makes a picture for drawing programs of a frame and its outlines.</summary>
public static class PictureExport
{
    /// <summary>The picture in 8 bits with its data bar, and what is known of it.</summary>
    /// <param name="name">Its name in the folder.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="labels">Its outlines.</param>
    /// <param name="originalSha256">Hash of the file it was read from.</param>
    /// <param name="model">Identity of the model whose outlines they are, or empty.</param>
    /// <exception cref="InputException">The label map has another size.</exception>
    public static (GreyImage Image, AnnotatedPicture Picture) Of(string name, Frame frame, LabelImage labels, string originalSha256, string model)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(labels);
        if ((labels.Width, labels.Height) != (frame.Image.Width, frame.Image.Height))
            throw new InputException($"the label map has {labels.Width} × {labels.Height} pixels, the picture {frame.Image.Width} × {frame.Image.Height}", name, "Give the label map of this picture");
        int height = DataBar.Picture(frame.Image).Height;
        (GreyImage eight, int low, int high) = EightBit.Of(frame.Image, height);
        return (eight, new AnnotatedPicture(new PictureSource
        {
            Name = name, WidthPx = eight.Width, HeightPx = eight.Height, PictureHeightPx = height, PixelSizeNm = frame.Metadata.PixelSizeNm,
            OriginalBits = frame.Image.BitsPerPixel, GreyLow = low, GreyHigh = high, RunId = frame.Metadata.RunId, FrameId = frame.Metadata.FrameId,
            OriginalSha256 = originalSha256, Model = model,
        }, labels));
    }
}
