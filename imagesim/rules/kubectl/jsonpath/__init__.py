"""kubectl's dialect of JSONPath: templates with text, `{range}` and `{end}`, filters, slices and recursive descent.

Models k8s.io/client-go/util/jsonpath of 0.32 and later. The dialects that libraries read have no templates, compare
otherwise and fail otherwise, so this one is read here.
"""
