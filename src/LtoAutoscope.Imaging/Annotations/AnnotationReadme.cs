namespace LtoAutoscope.Imaging.Annotations;

/// <summary>What an exported folder tells the person who opens it.</summary>
internal static class AnnotationReadme
{
    internal const string Text = """
        Pictures with the outlines that the program found, to be corrected by hand.

        images/NAME.png    the picture, 8 bit grey. Do not change, resize or crop it.
        labels/NAME.png    the outlines as a label map, 16 bit grey: 0 is background, every particle has a number of its own.
        annotations.json   the same outlines as COCO polygons.
        manifest.csv       where each picture comes from; picture_height_px is the row at which the data bar begins.
        export.json        what was written, so that the import can tell which files were corrected.

        Correct EITHER the label maps OR the COCO file, whichever your program handles:
          napari         open the picture, open the label map as labels, paint, save over labels/NAME.png
          Fiji/Labkit    open the label map, edit, save as 16-bit PNG or TIFF under the same name in labels/
          CVAT           create a task with images/, upload annotations.json as "COCO 1.0", correct, export as "COCO 1.0"
          Label Studio   import images/ and annotations.json (label-studio-converter import coco), export as COCO

        What to outline: every particle whose border you can follow, up to the border that you see; where one hides another, the upper one keeps the
        shared pixels. Leave out what is too blurred to follow. Outline nothing in the data bar. A picture that you do not want to correct: take it out of images/.

        Then:
          lto-autoscope dataset check  THIS_FOLDER
          lto-autoscope dataset import THIS_FOLDER --name MY_SET

        """;
}
